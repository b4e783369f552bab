package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import java.time.Clock;

/// What an orchestrator stands on.
///
/// @param desk gets nothing of what a job says before secrets are taken out of it
/// @param refusals hears what jobs were refused
/// @param connect the way to approved hosts
public record OrchestratorParts(JobDesk desk, JobModels models, ModelProxy proxy, Leaks leaks, JobRefusals refusals,
    ConnectDoor connect, Clock clock) {}
