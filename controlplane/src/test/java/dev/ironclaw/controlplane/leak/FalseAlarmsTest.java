package dev.ironclaw.controlplane.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// How often ordinary text is taken for a secret: this repository, the texts in the libraries on the class path, and logs.
final class FalseAlarmsTest {
  private static final List<String> TEXTS = List.of(".java", ".md", ".xml", ".json", ".properties", ".sql", ".sh",
      ".txt", ".yml", ".html", ".css", ".js", ".kts", ".toml", ".mf", "license", "notice");
  private static final int MOST_BYTES = 1 << 20;

  private final Map<String, List<String>> alarms = new TreeMap<>();
  private final Leaks leaks = new Leaks(LeakListener.NOBODY);
  private long lines;

  private void read(String where, String text) {
    text.lines().forEach(line -> {
      lines++;
      List<String> found = switch (leaks.scan(where, line)) {
        case Scanned.Passed passed -> passed.patterns();
        case Scanned.Blocked blocked -> blocked.patterns();
      };
      if (!found.isEmpty()) {
        alarms.computeIfAbsent(where, _ -> new ArrayList<>())
            .add(found + " " + line.strip().substring(0, Math.min(160, line.strip().length())));
      }
    });
  }

  private static boolean isText(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TEXTS.stream().anyMatch(lower::endsWith);
  }

  @Test
  void ordinaryTextHasFewerThanOneInTenThousandLines() throws IOException {
    readRepository(Path.of("..").toAbsolutePath().normalize());
    readLibraries();
    readLogs(50_000);

    assertThat(lines).isGreaterThan(150_000);
    long count = alarms.values().stream().mapToLong(List::size).sum();
    assertThat(count * 10_000).as("%d in %d lines: %s", count, lines, alarms).isLessThan(lines);
  }

  private void readRepository(Path root) throws IOException {
    for (String folder : List.of("contract/src", "sandbox/src", "controlplane/src", "app/client/src",
        "app/ironctl/src", "app/desktop/src", "docs", "packaging")) {
      try (Stream<Path> files = Files.walk(root.resolve(folder))) {
        for (Path file : files.filter(path -> isText(path.getFileName().toString())).sorted().toList()) {
          if (Files.isRegularFile(file) && Files.size(file) < MOST_BYTES) {
            read(root.relativize(file).toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
          }
        }
      }
    }
  }

  private void readLibraries() throws IOException {
    for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (element.endsWith(".jar")) {
        try (ZipFile jar = new ZipFile(element)) {
          for (var entry : jar.stream().filter(one -> isText(one.getName())).toList()) {
            if (entry.getSize() < MOST_BYTES) {
              read(Path.of(element).getFileName() + "!" + entry.getName(),
                  new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
          }
        }
      }
    }
  }

  private void readLogs(int count) {
    Random random = new Random(3);
    for (int i = 0; i < count; i++) {
      String digest = Samples.random(Samples.HEX, 64, i);
      String commit = digest.substring(0, 40);
      byte[] bytes = new byte[48];
      random.nextBytes(bytes);
      String base64 = Base64.getEncoder().encodeToString(bytes);
      String uuid = new UUID(random.nextLong(), random.nextLong()).toString();
      read("logs", switch (i % 12) {
        case 0 -> "2026-11-21T15:00:00.123Z INFO pulled image@sha256:" + digest + " in " + i + " ms";
        case 1 -> digest + "  lib/some-file-" + i + ".jar";
        case 2 -> "commit " + commit + " merges " + digest.substring(40);
        case 3 -> "request_id=" + uuid + " status=200 path=/v1/sessions/" + uuid;
        case 4 -> "<img src=\"data:image/png;base64," + base64 + base64 + "\">";
        case 5 -> "oid sha256:" + digest + "\\nsize " + i;
        case 6 -> "\"integrity\": \"sha512-" + base64 + "\"";
        case 7 -> "etag: W/\"" + digest.substring(0, 32) + "\"";
        case 8 -> "tokens: " + i + ", next_page_token: " + uuid;
        case 9 -> "{\"seq\":" + i + ",\"prevHash\":\"" + digest + "\",\"hash\":\"" + digest + "\"}";
        case 10 -> "at dev.ironclaw.Something$Inner123.lambda$main$0(Something.java:" + i + ")";
        default -> "fingerprint SHA256:" + base64.substring(0, 43) + " user@host (ED25519)";
      });
    }
  }
}
