package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.EngineAddress;
import dev.ironclaw.controlplane.engine.EngineFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How the box API gets into a container.
public enum EngineCrossing {
  /// The box's socket of this machine, mounted.
  SOCKET,
  /// Frames over the container's input and output; the workspace is a volume of the engine's.
  STDIO;

  /// Engines that run in a machine of their own, by what they say of themselves.
  private static final List<String> IN_A_MACHINE = List.of("docker desktop", "rancher desktop", "colima", "orbstack");

  /// As `--crossing`, the API and `ironctl` name it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What the operator chose; empty for `auto`. Fails with `CONFIGURATION` for another word.
  public static Optional<EngineCrossing> chosen(String word) {
    return switch (word) {
      case "auto" -> Optional.empty();
      case "socket" -> Optional.of(SOCKET);
      case "stdio" -> Optional.of(STDIO);
      default -> throw new IronclawException(ErrorCode.CONFIGURATION,
          "choose the crossing '" + word + "': there is no such; use auto, socket or stdio");
    };
  }

  /// What the engine can do: a socket lives in one kernel, so it is mounted only where the engine shares this machine's.
  ///
  /// @param linux whether this machine runs Linux itself
  public static EngineCrossing suited(EngineAddress address, EngineFacts facts, boolean linux) {
    boolean local = address.host().startsWith("unix://");
    String says = (address.source() + " " + facts.system()).toLowerCase(Locale.ROOT);
    return linux && local && IN_A_MACHINE.stream().noneMatch(says::contains) ? SOCKET : STDIO;
  }
}
