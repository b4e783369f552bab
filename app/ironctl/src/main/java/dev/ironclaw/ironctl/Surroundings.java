package dev.ironclaw.ironctl;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the process was started in.
///
/// @param terminal true where a person sits at the input
/// @param in standard input
record Surroundings(Map<String, String> environment, String osName, String home, boolean terminal,
    BufferedReader in) {

  /// Whether colour may be printed: to a person, on a terminal that knows it, who does not say no (https://no-color.org).
  boolean colour() {
    return screen() && variable("NO_COLOR").isEmpty();
  }

  /// Whether there is a terminal that can be drawn on.
  boolean screen() {
    boolean windows = osName.toLowerCase(Locale.ROOT).startsWith("win");
    return terminal && (windows || variable("TERM").filter(name -> !name.equals("dumb")).isPresent());
  }

  /// A variable that is set and not empty.
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /// The next line of the input; empty at its end.
  Optional<String> readLine() {
    try {
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "cannot read standard input: " + e.getMessage());
    }
  }
}
