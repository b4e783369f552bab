package dev.ironclaw.controlplane.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A container to make. What is not said here it does not get: no capability, no network, no device, no new privileges,
/// nothing of it writable but what is named.
///
/// @param name unique on the engine
/// @param image by its id, never by a tag that somebody may move
/// @param entrypoint empty for the image's own
/// @param user uid and gid inside, never 0
/// @param temporary folders in memory, and the size of each in bytes
/// @param runtime as the engine names it
/// @param ownKernel whether the runtime gives it a kernel of its own, which counts its threads for itself
/// @param seccomp the filter of system calls as the engine takes it, in JSON; empty for the engine's own
/// @param volumes folders that the engine keeps
public record ContainerPlan(String name, String image, List<String> entrypoint, List<String> command,
    Map<String, String> environment, int user, Shape shape, Map<String, String> labels, List<Bind> binds,
    Map<String, Long> temporary, String runtime, boolean ownKernel, Optional<String> seccomp, Limits limits,
    List<Volume> volumes) {
  /// The label by which a container keeps the limits that it was made with: nobody can change it later.
  static final String LIMITS = "ironclaw.limits";

  public ContainerPlan {
    volumes = List.copyOf(volumes);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    binds = List.copyOf(binds);
    temporary = Map.copyOf(temporary);
    if (user <= 0) {
      throw new IllegalArgumentException("a container's user is never root");
    }
  }

  /// Without a volume.
  public ContainerPlan(String name, String image, List<String> entrypoint, List<String> command,
      Map<String, String> environment, int user, Shape shape, Map<String, String> labels, List<Bind> binds,
      Map<String, Long> temporary, String runtime, boolean ownKernel, Optional<String> seccomp, Limits limits) {
    this(name, image, entrypoint, command, environment, user, shape, labels, binds, temporary, runtime, ownKernel,
        seccomp, limits, List.of());
  }

  /// What a container of one sort has and one of another has not.
  ///
  /// @param host its name for itself
  /// @param folder that its program starts in
  /// @param runsTemporary whether programs may be started from its folders in memory
  /// @param fileBytes how long one file may become
  /// @param attached whether its input and output are for who attaches; the engine keeps nothing of them then
  public record Shape(String host, String folder, boolean runsTemporary, long fileBytes, boolean attached) {
    /// A box of an agent.
    public static final Shape BOX = new Shape("ironclaw-box", "/", false, 1L << 30, false);
    /// A box of an agent whose crossing is its input and output.
    public static final Shape ATTACHED_BOX = new Shape("ironclaw-box", "/", false, 1L << 30, true);

    /// Whose output the engine keeps.
    public Shape(String host, String folder, boolean runsTemporary, long fileBytes) {
      this(host, folder, runsTemporary, fileBytes, false);
    }
  }

  /// A folder of this machine.
  public record Bind(Path source, String target, boolean writable) {}

  /// A volume of the engine's, which is there. An empty one gets the rights of the image's folder there.
  public record Volume(String name, String target, boolean writable) {}

  /// Hard limits. Swap counts as memory.
  ///
  /// @param pids over the whole container
  /// @param openFiles for each process
  public record Limits(long memoryBytes, int cpuPercent, int pids, int openFiles) {
    /// For people.
    public String words() {
      return String.format(Locale.ROOT, "memory %d MiB, %d processes, %.2f CPU", memoryBytes >> 20, pids,
          cpuPercent / 100.0);
    }
  }
}
