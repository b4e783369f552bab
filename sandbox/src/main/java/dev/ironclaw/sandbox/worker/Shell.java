package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Runs a command line.
///
/// @param shell the program that reads it
record Shell(Places places, Path shell, ChildEnvironment environment, Children children) implements JobTool {
  private static final long USUAL_SECONDS = 120;
  private static final long MOST_SECONDS = 1_800;
  private static final int MAX_BYTES = 32 * 1024;

  @Override
  public String name() {
    return "shell";
  }

  @Override
  public String description() {
    return "Runs a command line in the project's folder and gives what it said, both streams in one, and its exit code. Each"
        + " call is a shell of its own: nothing that cd or export did remains. After \"timeout_seconds\" (120 where left"
        + " out, at most 1800) it is killed with all that it started. Nobody can answer its questions. Of long output the"
        + " middle is cut: write it to a file and look at parts.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{"command":{"type":"string"},\
        "timeout_seconds":{"type":"integer","minimum":1,"maximum":1800},\
        "workdir":{"type":"string","description":"the project's folder where it is left out"}},\
        "required":["command"],"additionalProperties":false}""";
  }

  @Override
  public boolean onlyReads() {
    return false;
  }

  @Override
  public Outcome run(Obj input, Deadline deadline) throws IOException {
    String command = input.text("command");
    long seconds = input.member("timeout_seconds").isPresent() ? input.number("timeout_seconds") : USUAL_SECONDS;
    Duration limit = Duration.ofSeconds(Math.clamp(seconds, 1, MOST_SECONDS));
    if (deadline.left().compareTo(limit) < 0) {
      limit = deadline.left();
    }
    if (command.indexOf('\0') >= 0) {
      throw Places.wrong("\"command\" holds a NUL character");
    }
    Path folder = places.of(input.optionalText("workdir").orElse("."));
    Children.Ended ended = children.run(new Children.Start(List.of(shell.toString(), "-c", command), folder,
        environment.whole(), true), limit, MAX_BYTES);
    String said = ended.out().text();
    String words = said.isEmpty() || said.endsWith("\n") ? said : said + "\n";
    if (ended.timedOut()) {
      return Outcome.failed(words + "[killed after " + limit.toSeconds() + " s, with all that it started]");
    }
    return new Outcome(words + "[exit code " + ended.code() + "]", ended.code() == 0);
  }
}
