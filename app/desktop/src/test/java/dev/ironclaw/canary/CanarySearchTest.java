package dev.ironclaw.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A search that finds nothing proves something only where it finds what is there.
final class CanarySearchTest {
  private static final String SECRET = "sk-canary/4711+Zz~é~0815";
  private static final Set<String> FOUND = Set.of("key");

  @TempDir
  private Path folder;

  private final CanarySearch search = CanarySearch.ofTexts(Map.of("key", SECRET, "other", "something else entirely"));

  @Test
  void findsEachDisguise() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    List<String> disguised = List.of(SECRET, hex, hex.toUpperCase(java.util.Locale.ROOT),
        new StringBuilder(new String(bytes, StandardCharsets.ISO_8859_1)).reverse().toString(),
        URLEncoder.encode(SECRET, StandardCharsets.UTF_8), SECRET.replace("-", "\\u002d").replace("/", "\\/"),
        "s\\u006b-canary%2F4711+Zz~é~0815", SECRET.replace("c", "%63"));
    for (String form : disguised) {
      byte[] hidden = ("{\"a\":\"" + form + "\"}").getBytes(
          form.contains("é") || form.equals(SECRET) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      assertThat(search.in(hidden)).as(form).isEqualTo(FOUND);
    }
    assertThat(search.in(("x" + SECRET.substring(0, 20)).getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void findsItInBase64AtAnyPlaceInLongerWords() {
    for (int before = 0; before < 6; before++) {
      for (int after = 0; after < 4; after++) {
        byte[] words = ("x".repeat(before) + SECRET + "y".repeat(after)).getBytes(StandardCharsets.UTF_8);
        assertThat(search.in(Base64.getEncoder().encode(words))).as(before + " " + after).isEqualTo(FOUND);
        assertThat(search.in(Base64.getUrlEncoder().encode(words))).isEqualTo(FOUND);
      }
    }
  }

  @Test
  void findsItAcrossPiecesOfAStream() throws IOException {
    for (int at : List.of(0, (1 << 20) - 10, 1 << 20, (2 << 20) - 3)) {
      byte[] large = new byte[(2 << 20) + 100];
      byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(bytes, 0, large, at, bytes.length);
      assertThat(search.in(new ByteArrayInputStream(large))).as("at " + at).isEqualTo(FOUND);
    }
  }

  @Test
  void findsItInFilesAndInTheirNames() throws IOException {
    Files.writeString(folder.resolve("a"), "nothing");
    Files.writeString(folder.resolve("something else entirely"), "nothing");
    Path hidden = Files.writeString(Files.createDirectory(folder.resolve("b")).resolve("c"), SECRET);
    assertThat(search.below(folder, _ -> true)).containsEntry(hidden.toString(), FOUND).hasSize(2);
  }

  @Test
  void findsItInTheMemoryOfAProcess() throws IOException {
    Process cat = new ProcessBuilder("sh", "-c", "read word; echo ready; read end").start();
    try (var in = cat.outputWriter(StandardCharsets.UTF_8); var out = cat.inputReader(StandardCharsets.UTF_8)) {
      in.write(SECRET + "\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("ready");
      ProcessMemory memory = new ProcessMemory(cat.pid());
      assertThat(memory.search(search)).isEqualTo(FOUND);
      assertThat(memory.bytes()).isPositive();
    } finally {
      cat.destroyForcibly();
    }
  }
}
