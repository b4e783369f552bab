package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.IOException;

/// Writes a whole text file.
record WriteFile(Places places) implements JobTool {
  @Override
  public String name() {
    return "write_file";
  }

  @Override
  public String description() {
    return "Writes a whole text file, in place of what is there; makes the folders that are missing. Use apply_patch to"
        + " change a part.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"},"content":{"type":"string"}},\
        "required":["path","content"],"additionalProperties":false}""";
  }

  @Override
  public boolean onlyReads() {
    return false;
  }

  @Override
  public Outcome run(Obj input, Deadline deadline) throws IOException {
    String path = input.text("path");
    String content = input.text("content");
    places.write(path, content);
    return Outcome.done("wrote " + path + ", " + content.lines().count() + " lines");
  }
}
