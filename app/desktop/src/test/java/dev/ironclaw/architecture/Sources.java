package dev.ironclaw.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Java files of some modules below one folder, and what is wrong with them. Each answer names the offenders.
record Sources(Path root, List<String> modules) {
  static final int MAX_LINES = 400;
  static final int MAX_TEST_LINES = 500;
  private static final Pattern SLEEP = Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.[A-Z]+\\.sleep\\(");
  private static final Pattern LEFT_OPEN = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");

  static Sources real() {
    return new Sources(House.root(), House.MODULES);
  }

  List<String> tooLong() {
    return violations("src",
        (file, text) -> text.lines().count() > (file.toString().contains("/src/test/") ? MAX_TEST_LINES : MAX_LINES));
  }

  List<String> leftOpen() {
    return violations("src", (file, text) -> !file.endsWith("Sources.java") && LEFT_OPEN.matcher(text).find());
  }

  /// A test that sleeps is slow when all is well and wrong when the machine is busy. A line that must is marked with
  /// its reason, `sleep-ok: …`.
  List<String> sleepingTests() {
    return violations("src/test/java", (file, text) -> !file.endsWith("Sources.java")
        && text.lines().anyMatch(line -> SLEEP.matcher(line).find() && !line.contains("// sleep-ok: ")));
  }

  /// Packages without a package-info, or with one that says nothing, or that lets null in unmarked. contract has no
  /// dependency, so it can't carry the mark.
  List<String> packagesWithoutWord() {
    Map<String, String> infos = new TreeMap<>();
    for (String module : modules) {
      files(module, "src/main/java").forEach(file -> {
        if (!file.endsWith("module-info.java")) {
          infos.putIfAbsent(root.relativize(file).getParent().toString(), module);
        }
      });
    }
    return infos.entrySet().stream().filter(entry -> !says(entry.getKey(), !entry.getValue().equals("contract")))
        .map(Map.Entry::getKey).toList();
  }

  /// Every package that production code declares, as `module/package`, root package left out: `controlplane/router`.
  List<String> packages() {
    return modules.stream().flatMap(module -> files(module, "src/main/java").stream().map(file -> {
      Path top = root.resolve(module).resolve("src/main/java/dev/ironclaw").resolve(Path.of(module).getFileName());
      return file.startsWith(top) && !file.getParent().equals(top)
          ? module + "/" + top.relativize(file).getName(0)
          : "";
    })).filter(Predicate.not(String::isEmpty)).distinct().sorted().toList();
  }

  private boolean says(String folder, boolean mustBeMarked) {
    Path info = root.resolve(folder).resolve("package-info.java");
    if (!Files.exists(info)) {
      return false;
    }
    String text = read(info);
    return text.startsWith("///") && (!mustBeMarked || text.contains("\n@NullMarked\n"));
  }

  private List<String> violations(String below, BiPredicate<Path, String> wrong) {
    return modules.stream().flatMap(module -> files(module, below).stream())
        .filter(file -> wrong.test(file, read(file))).map(file -> root.relativize(file).toString()).toList();
  }

  private List<Path> files(String module, String below) {
    Path folder = root.resolve(module).resolve(below);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
