package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.engine.EngineFacts;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What stands between a container's program and the kernel of its machine.
public enum DockerWall {
  /// A kernel of its own in user space.
  GVISOR("gVisor"),
  /// A virtual machine of its own.
  KATA("Kata"),
  /// Nothing but namespaces, control groups and a filter of system calls.
  RUNC("runc");

  private final String words;

  DockerWall(String words) {
    this.words = words;
  }

  /// As people name it.
  public String words() {
    return words;
  }

  /// A wall and the engine's name for the runtime that makes it.
  ///
  /// @param filtered whether the runtime applies the box's filter of system calls
  public record Chosen(DockerWall wall, String runtime, boolean filtered) {}

  /// The strongest wall of the kind that was asked for, empty where the engine has none; a weaker one only for who accepted
  /// that.
  public static Optional<Chosen> choose(EngineFacts facts, boolean kata, boolean acceptDegraded) {
    if (kata) {
      return named(facts, EngineFacts.OciRuntime::isKata).map(name -> new Chosen(KATA, name, false));
    }
    Optional<Chosen> sealed = named(facts, EngineFacts.OciRuntime::isSealedGvisor)
        .map(name -> new Chosen(GVISOR, name, true));
    if (sealed.isPresent() || !acceptDegraded) {
      return sealed;
    }
    return Optional.of(named(facts, EngineFacts.OciRuntime::isUnfilteredGvisor)
        .map(name -> new Chosen(GVISOR, name, false)).orElse(new Chosen(RUNC, "runc", true)));
  }

  /// Why a container that an earlier control plane began must not go on: its wall is another than one that begins now would
  /// have.
  ///
  /// @param now what [#choose] says
  /// @param runtime that it has
  public static Optional<String> otherThan(Optional<Chosen> now, String runtime) {
    return now.map(Chosen::runtime).equals(Optional.of(runtime))
        ? Optional.empty()
        : Optional.of("it runs behind " + runtime + " and would now begin behind "
            + now.map(Chosen::runtime).orElse("nothing, for no wall that the engine has was accepted"));
  }

  private static Optional<String> named(EngineFacts facts, Predicate<EngineFacts.OciRuntime> wanted) {
    return facts.runtimes().entrySet().stream().filter(entry -> wanted.test(entry.getValue())).map(Map.Entry::getKey)
        .sorted().findFirst();
  }
}
