package dev.ironclaw.desktop.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Prints the story: each step with the time since the start.
final class Narrator {
  private final PrintStream out;
  private final long start = System.nanoTime();

  Narrator(PrintStream out) {
    this.out = out;
  }

  void step(String text) {
    out.printf(Locale.ROOT, "%n[%6.2f s] %s%n", Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0, text);
    out.flush();
  }

  void line(String text) {
    out.println("           " + text);
    out.flush();
  }

  void quote(String who, String text) {
    text.lines().forEach(line -> line(who + " | " + line));
  }
}
