package dev.ironclaw.controlplane.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the engine says that a container is and has. Read after it was made and again while it runs: a plan says what was
/// wanted, this says what is there.
///
/// @param id as the engine made it
/// @param image by its id
/// @param environment `NAME=value`, what its image says too
/// @param capabilities that it gets beside none
/// @param writableRoot whether it may write to its own files
/// @param dropsAll whether it was told to hold no capability of the engine's usual set
/// @param filter of system calls, as it was given to the engine; empty for the engine's own, `unconfined` for none
/// @param openKernel whether files of the kernel's in `/proc` and `/sys` that an engine hides or protects are open to it
/// @param networks that it was joined to beside none
/// @param shared namespaces that it shares with this machine or another container: `pid`, `ipc`, `uts`, `user`, `cgroup`
/// @param devices of this machine that it may use
/// @param attached executions of other programs that were begun in it
/// @param kept whether the engine keeps what it prints
public record ContainerFacts(String id, String image, String name, Map<String, String> labels,
    List<String> environment, String runtime, String network, String user, boolean privileged, boolean writableRoot,
    boolean dropsAll, List<String> capabilities,
    boolean newPrivileges, String filter, boolean openKernel, List<String> networks, List<String> shared,
    List<String> devices, List<Bind> binds, ContainerPlan.Limits limits, State state, List<String> attached,
    boolean kept) {
  /// Of a container whose filter is none.
  static final String UNCONFINED = "unconfined";
  /// Bytes of one whose swap has no limit, whatever its memory has.
  static final long WITHOUT_END = Long.MAX_VALUE;

  public ContainerFacts {
    labels = Map.copyOf(labels);
    environment = List.copyOf(environment);
    capabilities = List.copyOf(capabilities);
    networks = List.copyOf(networks);
    shared = List.copyOf(shared);
    devices = List.copyOf(devices);
    binds = List.copyOf(binds);
    attached = List.copyOf(attached);
  }

  /// A folder as the engine mounted it; not one in memory.
  ///
  /// @param source a path, or `volume:` and the name of one that the engine keeps
  public record Bind(String source, String target, boolean writable) {
    static final String VOLUME = "volume:";
  }

  /// How it goes.
  ///
  /// @param pid of its first process on the engine's machine; 0 where none runs
  /// @param exitCode 0 while it runs
  /// @param killedForMemory whether the kernel ended it for its memory limit
  public record State(boolean running, boolean paused, int pid, int exitCode, boolean killedForMemory,
      Optional<Instant> startedAt) {}
}
