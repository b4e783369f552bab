package dev.ironclaw.controlplane.isolation;

import java.util.List;

/// What an isolator found on this machine.
///
/// @param usable false where nothing can be launched; `problems` says what to do then
/// @param mode `root` or `rootless`, empty where that means nothing
/// @param weaknesses what is weaker than it could be
/// @param accepted names of probes that can't hold in this mode, which the operator accepted at the start
public record RuntimeReport(String name, boolean usable, String version, String platform, String mode,
    List<Weakness> weaknesses, List<String> problems, List<String> accepted) {
  public RuntimeReport {
    weaknesses = List.copyOf(weaknesses);
    problems = List.copyOf(problems);
    accepted = List.copyOf(accepted);
  }

  /// One weakness.
  ///
  /// @param code for faces that say it in their own words
  /// @param words in plain words
  public record Weakness(String code, String words) {}

  /// The weaknesses in plain words.
  public List<String> warnings() {
    return weaknesses.stream().map(Weakness::words).toList();
  }
}
