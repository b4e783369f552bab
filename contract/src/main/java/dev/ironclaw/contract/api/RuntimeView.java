package dev.ironclaw.contract.api;

import java.util.List;

/// What runs the boxes, as measured on this machine.
///
/// @param name for example `runsc`
/// @param usable false where nothing can be launched; `problems` says what to do then
/// @param mode `root` or `rootless`, empty where that means nothing
/// @param warnings what is weaker than it could be
public record RuntimeView(String name, boolean usable, String version, String platform, String mode,
    List<String> warnings, List<String> problems) {
  public RuntimeView {
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
  }
}
