package dev.ironclaw.desktop.wsl;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One run of `wsl.exe` that sets something up. Only after a person's yes.
///
/// @param input file that it reads as its standard input
public record WslStep(List<String> arguments, Optional<Path> input) {
  public WslStep {
    arguments = List.copyOf(arguments);
  }

  static WslStep of(String... arguments) {
    return new WslStep(List.of(arguments), Optional.empty());
  }

  /// As a person would write it.
  public String shown() {
    return "wsl.exe " + String.join(" ", arguments) + input.map(file -> " < " + file).orElse("");
  }
}
