package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Lists a folder.
record ListDir(Places places) implements JobTool {
  private static final int MOST = 1_000;

  @Override
  public String name() {
    return "list_dir";
  }

  @Override
  public String description() {
    return "Lists a folder, at most 1000 entries: folders end with /, files have their size in bytes.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{"path":{"type":"string","description":"the project where it is left out"}},\
        "additionalProperties":false}""";
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public Outcome run(Obj input, Deadline deadline) throws IOException {
    Path folder = places.of(input.optionalText("path").orElse("."));
    List<String> entries = new ArrayList<>();
    boolean more = false;
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        if (entries.size() == MOST) {
          more = true;
          break;
        }
        entries.add(described(entry));
      }
    }
    entries.sort(null);
    return Outcome.done(entries.isEmpty() ? "[empty]" : String.join("\n", entries) + (more ? "\n[and more]" : ""));
  }

  private static String described(Path entry) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String name = String.valueOf(entry.getFileName());
    if (attributes.isDirectory()) {
      return name + "/";
    }
    return attributes.isSymbolicLink() ? name + " -> " + Files.readSymbolicLink(entry) : name + " " + attributes.size();
  }
}
