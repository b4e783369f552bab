package dev.ironclaw.controlplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A process of our own that says what it has made durable, a line each, until it is killed.
public final class KilledWriter {
  private KilledWriter() {}

  /// Kills it once it has said so many lines.
  ///
  /// @param main takes a folder and the round
  /// @param whole what a line is that was said to its end; of those that came after, only such count
  /// @return all that it said
  public static List<String> after(int lines, Class<?> main, Path folder, int round, String whole)
      throws IOException, InterruptedException {
    return when(said -> said.size() >= lines, main, folder, round, whole);
  }

  /// Kills it once it has said enough, else as [#after].
  public static List<String> when(Predicate<List<String>> enough, Class<?> main, Path folder, int round, String whole)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"),
        "-Djava.io.tmpdir=" + folder, main.getName(), folder.toString(), Integer.toString(round))
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      while (!enough.test(said)) {
        String line = out.readLine();
        assertThat(line).as("the writer of round " + round + " ended by itself").isNotNull();
        said.add(line);
      }
      // Through the handle: the process itself would close the pipe, with the last words in it.
      process.toHandle().destroyForcibly();
      process.waitFor();
      out.lines().filter(line -> line.matches(whole)).forEach(said::add);
    }
    return said;
  }
}
