package dev.ironclaw.controlplane.job;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.orchestrator.JobDesk;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.store.Database;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What jobs are made of.
///
/// @param events the file of [JobEvents]
/// @param ready refuses with what to do where no container could be started
/// @param weaker what the runtime of containers does not hold back, for people; empty for nothing. Asked once one has started
/// @param crossings where what stands at the given desk is to be had; closed with the jobs
/// @param redact takes secrets out of a text; first it gets where the text is
/// @param workerModel the model that workers are told of
/// @param agents tells the agent whose job it was how it ended; the same job again changes nothing
/// @param random good enough for a token
public record JobParts(Ledger ledger, Database events, EventHub hub, JobBoxes boxes, Runnable ready,
    Supplier<Optional<String>> weaker, JobImages images, JobPlaces places, Function<JobDesk, JobCrossings> crossings,
    JobSecrets secrets,
    BinaryOperator<String> redact, Supplier<String> workerModel, JobSettings settings, Brake brake,
    Consumer<Job> agents, Timer timer,
    Clock clock, RandomGenerator random) {}
