package dev.ironclaw.controlplane.panic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PanicFileTest {
  private static final Panic PANIC = new Panic(Instant.parse("2026-11-21T01:02:03.456Z"), "operator",
      Optional.of("it sends my mails — stop"));

  @TempDir
  Path folder;

  @Test
  void remembersAPanicInThePlaceThatItHadBefore() throws IOException {
    PanicFile file = PanicFile.in(folder);
    Object place = Files.getAttribute(folder.resolve("panic"), "unix:ino");
    long size = Files.size(folder.resolve("panic"));
    assertThat(file.read()).isEmpty();
    file.write(PANIC);
    assertThat(PanicFile.in(folder).read()).contains(PANIC);
    assertThat(Files.getAttribute(folder.resolve("panic"), "unix:ino")).isEqualTo(place);
    assertThat(Files.size(folder.resolve("panic"))).isEqualTo(size);
    file.clear();
    assertThat(PanicFile.in(folder).read()).isEmpty();
  }

  @Test
  void holdsTheLongestTextsOfTheWidestCharacters() throws IOException {
    PanicFile file = PanicFile.in(folder);
    file.write(new Panic(Instant.now(), "😀".repeat(500), Optional.of("😀".repeat(500))));
    assertThat(Files.size(folder.resolve("panic"))).isEqualTo(512);
    assertThat(file.read()).hasValueSatisfying(panic -> assertThat(panic.by()).startsWith("😀"));
  }

  @Test
  void takesEveryDamageForAPanic() throws IOException {
    PanicFile.in(folder);
    Path path = folder.resolve("panic");
    byte[] off = Files.readAllBytes(path);
    for (int cut = 0; cut < off.length; cut += 73) {
      Files.write(path, java.util.Arrays.copyOf(off, cut));
      assertThat(PanicFile.in(folder).read()).as("cut at " + cut).isPresent();
    }
    for (int at = 0; at < off.length; at += 51) {
      byte[] flipped = off.clone();
      flipped[at] ^= 4;
      Files.write(path, flipped);
      assertThat(PanicFile.in(folder).read()).as("flipped at " + at).isPresent();
    }
  }
}
