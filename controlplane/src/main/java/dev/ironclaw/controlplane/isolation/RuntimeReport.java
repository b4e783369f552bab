package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.api.WeaknessCode;
import java.util.List;
import java.util.Optional;

/// What an isolator found on this machine.
///
/// @param usable false where nothing can be launched; `problems` says what to do then
/// @param mode `root` or `rootless`, empty where that means nothing
/// @param weaknesses what is weaker than it could be
/// @param crossing how a box reaches the host, `socket` or `stdio`
/// @param flag of a start by which the operator would take this machine as it is, for example
///             `--accept-degraded-isolation`; empty where it is usable, or nothing would help
/// @param accepted names of probes that can't hold in this mode, which the operator accepted at the start
public record RuntimeReport(String name, boolean usable, String version, String platform, String mode,
    List<Weakness> weaknesses, List<String> problems, List<String> accepted, String crossing,
    Optional<String> flag) {
  public RuntimeReport {
    weaknesses = List.copyOf(weaknesses);
    problems = List.copyOf(problems);
    accepted = List.copyOf(accepted);
  }

  /// With a socket mounted into each box.
  public RuntimeReport(String name, boolean usable, String version, String platform, String mode,
      List<Weakness> weaknesses, List<String> problems, List<String> accepted) {
    this(name, usable, version, platform, mode, weaknesses, problems, accepted, EngineCrossing.SOCKET.word(),
        Optional.empty());
  }

  /// One weakness.
  ///
  /// @param code for faces that say it in their own words
  /// @param words in plain words
  public record Weakness(WeaknessCode code, String words) {}

  /// The weaknesses in plain words.
  public List<String> warnings() {
    return weaknesses.stream().map(Weakness::words).toList();
  }
}
