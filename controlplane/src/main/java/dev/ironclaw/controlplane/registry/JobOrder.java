package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A job that an agent asked for and a human approved.
///
/// @param id of the job that it becomes
/// @param project its folder below the folder of projects; empty for a new one
/// @param grants credentials of the vault by the variables that get them
/// @param hosts what it may reach beside what every job may, in the forms of `HostPattern`
/// @param call what tells it from another one with the same words
public record JobOrder(JobId id, AgentGroupId agentGroup, String title, String description, JobMode mode,
    Optional<String> project, SortedMap<String, String> grants, SortedSet<String> hosts, Optional<String> call) {
  public JobOrder {
    grants = Collections.unmodifiableSortedMap(new TreeMap<>(grants));
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
  }
}
