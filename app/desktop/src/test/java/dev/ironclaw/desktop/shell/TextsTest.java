package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Used and defined texts are the same. A key may be put together of two literals: a beginning and an end, or a beginning
/// with its dot and a word that is computed.
class TextsTest {
  private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9]*(?:\\.[a-z0-9-]+)*\\.?)\"");
  /// Types of events, which look like keys.
  private static final Set<String> EVENTS = Set.of("chat.message", "chat.partial");
  private static Set<String> defined = Set.of();
  private static Set<String> literals = Set.of();

  @BeforeAll
  static void read() throws IOException {
    Properties texts = new Properties();
    try (var file = Files.newBufferedReader(Path.of("src/main/resources/dev/ironclaw/desktop/texts.properties"))) {
      texts.load(file);
    }
    defined = new TreeSet<>(texts.stringPropertyNames());
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/dev/ironclaw/desktop"))) {
      literals = files.filter(file -> file.toString().endsWith(".java")).map(TextsTest::read)
          .flatMap(source -> LITERAL.matcher(source).results()).map((MatchResult found) -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyTextIsUsed() {
    assertThat(defined).isNotEmpty().allMatch(key -> literals.contains(key)
        || literals.stream().anyMatch(start -> key.startsWith(start) && !start.isEmpty()
            && (start.endsWith(".") || ends().contains(key.substring(start.length())))));
  }

  private static List<String> ends() {
    return literals.stream().filter(literal -> literal.startsWith(".") && literal.length() > 1).toList();
  }

  @Test
  void everyUsedTextIsDefined() {
    Set<String> areas = defined.stream().map(key -> key.substring(0, key.indexOf('.'))).collect(Collectors.toSet());
    assertThat(literals.stream().filter(literal -> literal.contains(".")).filter(literal -> !literal.startsWith("."))
        .filter(literal -> !EVENTS.contains(literal))
        .filter(literal -> areas.contains(literal.substring(0, literal.indexOf('.'))))).isNotEmpty()
        .allMatch(literal -> defined.contains(literal)
            || defined.stream().anyMatch(key -> key.startsWith(literal.endsWith(".") ? literal : literal + ".")));
  }
}
