package dev.ironclaw.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The README and the documents under `docs`, and what in them leads nowhere.
record Documents(Path root) {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#\\s]+)(#[^)]*)?\\)");
  private static final Pattern COMMAND = Pattern.compile("^\\s*(?:\\$ )?\\./ironclaw(?: --no-install)? ([a-z]+)");
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-z][A-Za-z0-9]*))?`");
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

  /// Tests that the threat model or a decision says hold something, and that aren't there; with a method, the method too.
  List<String> missingTests(List<Path> testFolders) throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (Path folder : testFolders) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
          tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
      }
    }
    List<String> missing = new ArrayList<>();
    for (Path file : files()) {
      String name = root.relativize(file).toString();
      Matcher test = TEST.matcher(Files.readString(file));
      while ((name.equals("docs/threat-model.md") || name.startsWith("docs/adr/")) && test.find()) {
        String text = tests.getOrDefault(test.group(1), "");
        boolean there = test.group(2) == null ? !text.isEmpty() : text.contains("void " + test.group(2) + "(");
        if (!there) {
          missing.add(name + ": " + test.group());
        }
      }
    }
    return missing;
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
