package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Finds files by their names.
record Glob(Places places) implements JobTool {
  private static final int MOST = 500;

  @Override
  public String name() {
    return "glob";
  }

  @Override
  public String description() {
    return "Finds files by name, for example *.java or src/**/*.md, below a folder; at most 500, without .git.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{"pattern":{"type":"string"},\
        "path":{"type":"string","description":"folder to look in; the project where it is left out"}},\
        "required":["pattern"],"additionalProperties":false}""";
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public Outcome run(Obj input, Deadline deadline) throws IOException {
    Predicate<Path> wanted = FileTree.matching(input.text("pattern"));
    Path folder = places.of(input.optionalText("path").orElse("."));
    List<String> found = new ArrayList<>();
    boolean whole = FileTree.walk(folder, (file, _) -> {
      if (!wanted.test(folder.relativize(file))) {
        return true;
      }
      found.add(places.name(file));
      return found.size() < MOST;
    });
    found.sort(null);
    String text = found.isEmpty() ? "nothing found" : String.join("\n", found);
    return Outcome.done(whole ? text : text + "\n[and perhaps more]");
  }
}
