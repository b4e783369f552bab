package dev.ironclaw.controlplane.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/// What a project was when a job got its copy, as a file of the host.
final class BeforeFile {
  private static final JsonMapper JSON = new JsonMapper();

  private BeforeFile() {}

  static void write(Path file, SortedMap<String, TreeEntry> tree) throws IOException {
    ArrayNode all = JSON.createArrayNode();
    tree.forEach((path, entry) -> all.addObject().put("path", path).put("kind", entry.kind().name())
        .put("bytes", entry.bytes()).put("mark", entry.mark()).put("program", entry.program()));
    Files.write(file, JSON.writeValueAsBytes(all), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE, StandardOpenOption.SYNC);
  }

  static SortedMap<String, TreeEntry> read(Path file) throws IOException {
    try {
      SortedMap<String, TreeEntry> tree = new TreeMap<>();
      for (JsonNode one : JSON.readTree(Files.readAllBytes(file)).values()) {
        tree.put(one.path("path").asString(), new TreeEntry(TreeEntry.Kind.valueOf(one.path("kind").asString()),
            one.path("bytes").asLong(), one.path("mark").asString(), one.path("program").asBoolean()));
      }
      return tree;
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
  }
}
