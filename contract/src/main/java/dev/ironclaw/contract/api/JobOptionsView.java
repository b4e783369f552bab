package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// What a container job can be made of here.
///
/// @param obstacle why none could start now, and what to do; empty where one could
/// @param weaker what the walls of its container would not hold back, in plain words; empty where they are as they should be
/// @param maxMemoryMb as the other bounds: what no request may go beyond
/// @param maxConcurrent how many run at once; the others wait
/// @param projectsFolder of the control plane's machine, where projects lie
/// @param projects names of the folders in it that are no job's own
public record JobOptionsView(Optional<String> obstacle, Optional<String> weaker, List<ModeView> modes, int maxMemoryMb,
    int maxCpuPercent, long maxTimeoutSeconds, int maxIterations, int maxConcurrent, String projectsFolder,
    List<String> projects) {
  public JobOptionsView {
    modes = List.copyOf(modes);
    projects = List.copyOf(projects);
  }

  /// What a mode has where a request leaves it out.
  ///
  /// @param name `worker` or `claude_code`
  /// @param image what it runs in; one that is not ready is built before the first job that needs it
  public record ModeView(String name, int memoryMb, int cpuPercent, long timeoutSeconds, int iterations,
      ImageView image) {}
}
