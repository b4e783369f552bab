package dev.ironclaw.controlplane.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an engine says of itself.
///
/// @param id differs between any two engines
/// @param version such as `28.2.2`
/// @param system such as `Debian GNU/Linux 12`; where the engine runs in a machine of its own, that one's
/// @param runtimes by name, what starts a container's first process
/// @param security such as `name=seccomp,profile=default` and `name=rootless`
public record EngineFacts(String id, String version, String system, Map<String, OciRuntime> runtimes,
    List<String> security) {
  /// What an engine needs to hold a box that has no network and reaches one socket.
  private static final Set<String> CLOSING = Set.of("--network=none", "--host-uds=open");
  /// Without it gVisor ignores the filter of system calls that a container is given.
  private static final String FILTER = "--oci-seccomp";
  /// All that changes how gVisor works without opening it.
  private static final List<String> HARMLESS = List.of("--platform=", "--systemd-cgroup", "--debug-log=",
      "--log=", "--log-format=");

  public EngineFacts {
    runtimes = Map.copyOf(runtimes);
    security = List.copyOf(security);
  }

  /// A program that starts containers, as the engine's configuration names it.
  ///
  /// @param path may be a bare name; containerd's name of one that is started by its type, or the name under which it was
  ///        registered where the engine says nothing else
  public record OciRuntime(String path, List<String> arguments) {
    public OciRuntime {
      arguments = List.copyOf(arguments);
    }

    /// gVisor with just the flags that a box needs: without `--network=none` it would pass the engine's network through,
    /// without `--oci-seccomp` it would not apply the box's filter, with a flag that this class does not know it might be
    /// another wall.
    public boolean isSealedGvisor() {
      return isClosedGvisor() && arguments.contains(FILTER);
    }

    /// The same, but for the box's filter of system calls.
    public boolean isUnfilteredGvisor() {
      return isClosedGvisor() && !arguments.contains(FILTER);
    }

    private boolean isClosedGvisor() {
      return isGvisor() && arguments.containsAll(CLOSING)
          && arguments.stream().filter(word -> !CLOSING.contains(word) && !word.equals(FILTER))
              .allMatch(word -> HARMLESS.stream().anyMatch(word::startsWith));
    }

    /// By its name alone.
    public boolean isGvisor() {
      return lastName().startsWith("runsc");
    }

    /// By its name alone.
    public boolean isKata() {
      return lastName().startsWith("kata") || lastName().contains("kata-v2") || lastName().contains(".kata.");
    }

    private String lastName() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /// Whether a container's users are others on this machine than in it.
  public boolean remapsUsers() {
    return isRootless() || security.stream().anyMatch(option -> option.contains("name=userns"));
  }

  /// Whether the engine itself runs without root, so that whoever breaks out of a container is its user.
  public boolean isRootless() {
    return security.stream().anyMatch(option -> option.contains("rootless"));
  }
}
