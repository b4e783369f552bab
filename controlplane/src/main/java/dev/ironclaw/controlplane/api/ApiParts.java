package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.access.Tokens;
import dev.ironclaw.controlplane.atrest.Upkeep;
import dev.ironclaw.controlplane.attachment.Attachments;
import dev.ironclaw.controlplane.attachment.WorkspaceInbox;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.command.Commands;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.jobimage.JobImages;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.modelproxy.ProviderPause;
import dev.ironclaw.controlplane.note.Notes;
import dev.ironclaw.controlplane.question.Questions;
import dev.ironclaw.controlplane.metric.Metrics;
import dev.ironclaw.controlplane.provider.Providers;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.router.Router;
import dev.ironclaw.controlplane.schedule.Schedules;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.session.RetiredFiles;
import dev.ironclaw.controlplane.session.SessionControl;
import dev.ironclaw.controlplane.stepup.StepUps;
import dev.ironclaw.controlplane.usage.BudgetQuestions;
import dev.ironclaw.controlplane.usage.Meter;
import dev.ironclaw.controlplane.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/// What the routes call.
///
/// @param pauses where an upstream is left alone now
public record ApiParts(Gateway gateway, Registry registry, RetiredFiles retired, Router router, Questions questions,
    Attachments attachments, WorkspaceInbox inbox, Notes notes, Schedules schedules,
    SessionQueues queues,
    SessionControl sessions, AuditLog audit, Tokens tokens, StepUps stepUps, Keyring keyring, Upkeep upkeep,
    EventHub events,
    Readiness readiness, Clock clock, SecureRandom random, HostFacts host, Providers providers,
    Function<String, List<ProviderPause>> pauses, Meter meter, BudgetQuestions budgetQuestions, Metrics metrics,
    Vault vault, ApiJobs jobs, JobImages images, Commands commands) {}
