package dev.ironclaw.ironctl;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One run of `ironctl` in the test's own process.
record Ran(int exit, String out, String err) {
  /// With nobody at the input.
  static Ran script(String... args) {
    return piped("", args);
  }

  /// With this at the input, and no terminal.
  static Ran piped(String input, String... args) {
    return run(Map.of("IRONCLAW_API_TOKEN", FakeApi.TOKEN), false, input, args);
  }

  /// With a person who types these lines.
  static Ran person(String typed, String... args) {
    return run(Map.of("IRONCLAW_API_TOKEN", FakeApi.TOKEN), true, typed, args);
  }

  static Ran run(Map<String, String> environment, boolean terminal, String typed, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings = new Surroundings(environment, "Linux", "/nonexistent", terminal,
        new BufferedReader(new StringReader(typed)));
    int exit = Ironctl.run(surroundings, new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), args);
    return new Ran(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
