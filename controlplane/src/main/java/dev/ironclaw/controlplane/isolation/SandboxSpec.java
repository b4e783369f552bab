package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What one box may have. Everything that is not listed here it does not have.
///
/// @param socketFolder bound read-only at `/run/ironclaw`
/// @param mounts folders of this machine
/// @param command the program's arguments after the image's own entry point; empty for the agent
public record SandboxSpec(BoxId id, AgentGroupId agentGroup, RootfsImage image, Path socketFolder,
    Optional<Workspace> workspace, List<Mount> mounts, Limits limits, List<String> command) {
  public SandboxSpec {
    mounts = List.copyOf(mounts);
    command = List.copyOf(command);
  }

  /// Without a folder of this machine.
  public SandboxSpec(BoxId id, AgentGroupId agentGroup, RootfsImage image, Path socketFolder,
      Optional<Workspace> workspace, Limits limits, List<String> command) {
    this(id, agentGroup, image, socketFolder, workspace, List.of(), limits, command);
  }

  /// The agent group's folder, bound at `/workspace`.
  ///
  /// @param wantedWritable whether the agent may write there, which a box may not while the workspace is full
  /// @param quota how much may lie in it; a box that may write is ended when it is more, one that may not although its
  ///        agent may says when it is that little again
  public record Workspace(Path folder, boolean writable, boolean wantedWritable, Optional<Quota> quota) {
    /// Without a quota.
    public Workspace(Path folder, boolean writable) {
      this(folder, writable, writable, Optional.empty());
    }
  }

  /// A folder of this machine, bound at `/mnt/<name>`.
  ///
  /// @param folder absolute, its own real path
  public record Mount(String name, Path folder, boolean writable) {}

  /// Hard limits of the whole box.
  public record Limits(long memoryBytes, int cpuPercent, int pids) {
    public static final Limits DEFAULT = new Limits(512L << 20, 100, 256);
  }
}
