package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.kind.HostPattern;
import java.util.List;

/// Which commands may follow each other in one container: those of one caller in one project with the same rights.
///
/// @param hosts sorted
record WarmKey(String caller, String project, CommandPolicy policy, List<HostPattern> hosts) {}
