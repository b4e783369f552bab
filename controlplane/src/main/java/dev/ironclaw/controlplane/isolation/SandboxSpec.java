package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What one box may have. Everything that is not listed here it does not have.
///
/// @param socketFolder bound read-only at `/run/ironclaw`
/// @param command the program's arguments after the image's own entry point; empty for the agent
public record SandboxSpec(BoxId id, AgentGroupId agentGroup, RootfsImage image, Path socketFolder,
    Optional<Workspace> workspace, Limits limits, List<String> command) {
  public SandboxSpec {
    command = List.copyOf(command);
  }

  /// The agent group's folder, bound at `/workspace`.
  public record Workspace(Path folder, boolean writable) {}

  /// Hard limits of the whole box.
  public record Limits(long memoryBytes, int cpuPercent, int pids) {
    public static final Limits DEFAULT = new Limits(512L << 20, 100, 256);
  }
}
