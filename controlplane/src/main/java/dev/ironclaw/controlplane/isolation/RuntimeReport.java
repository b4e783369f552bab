package dev.ironclaw.controlplane.isolation;

import java.util.List;

/// What an isolator found on this machine.
///
/// @param usable false where nothing can be launched; `problems` says what to do then
/// @param mode `root` or `rootless`, empty where that means nothing
/// @param warnings in plain words, what is weaker than it could be
/// @param accepted names of probes that can't hold in this mode, which the operator accepted at the start
public record RuntimeReport(String name, boolean usable, String version, String platform, String mode,
    List<String> warnings, List<String> problems, List<String> accepted) {
  public RuntimeReport {
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
    accepted = List.copyOf(accepted);
  }
}
