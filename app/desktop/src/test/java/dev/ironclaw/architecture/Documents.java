package dev.ironclaw.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The README and the documents under `docs`, and what in them leads nowhere.
record Documents(Path root) {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern COMMAND = Pattern.compile("^\\s*(?:\\$ )?\\./ironclaw(?: --no-install)? ([a-z]+)");
  private static final Pattern VERB = Pattern.compile("^  ([a-z]+)(?: .*)?$");
  private static final Pattern CELL = Pattern.compile("^\\| `([a-z]+)` \\|.*");

  List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.exists(root.resolve("README.md"))) {
      found.add(root.resolve("README.md"));
    }
    try (Stream<Path> all = Files.walk(root.resolve("docs"))) {
      all.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
    }
    return found;
  }

  /// Relative links to a file or folder that isn't there.
  List<String> deadLinks() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path file : files()) {
      Matcher link = LINK.matcher(Files.readString(file));
      while (link.find()) {
        String target = link.group(1);
        if (!target.contains(":") && !Files.exists(file.resolveSibling(target))) {
          dead.add(root.relativize(file) + ": " + target);
        }
      }
    }
    return dead;
  }

  /// Lines of code blocks that call the script with a verb that its help doesn't know.
  List<String> unknownCommands(String help) throws IOException {
    List<String> verbs = help.lines().map(VERB::matcher).filter(Matcher::matches).map(verb -> verb.group(1)).toList();
    List<String> unknown = new ArrayList<>();
    for (Path file : files()) {
      for (String line : Files.readAllLines(file)) {
        Matcher command = COMMAND.matcher(line);
        if (command.find() && !verbs.contains(command.group(1))) {
          unknown.add(root.relativize(file) + ": " + line.strip());
        }
      }
    }
    return unknown;
  }

  /// The packages that a document lists: under a heading ``### `module` ``, table rows whose first cell is a name in
  /// backticks. As `module/package`.
  static List<String> packageRows(String text) {
    List<String> rows = new ArrayList<>();
    String module = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("#")) {
        module = line.startsWith("### `") ? line.substring(5, line.lastIndexOf('`')) : "";
      }
      Matcher cell = CELL.matcher(line);
      if (!module.isEmpty() && cell.matches()) {
        rows.add(module + "/" + cell.group(1));
      }
    }
    return rows;
  }
}
