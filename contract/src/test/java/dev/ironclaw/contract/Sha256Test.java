package dev.ironclaw.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {
  /// FIPS 180-2, B.1.
  private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void hashesAsTheStandardSays() {
    assertThat(Sha256.hex("abc")).isEqualTo(ABC);
    assertThat(Sha256.hex(new byte[]{'a', 'b', 'c'})).isEqualTo(ABC);
    assertThat(Sha256.of("abc")).hasSize(32).isEqualTo(Sha256.of(new byte[]{'a', 'b', 'c'}));
  }

  @Test
  void takesTextAsUtf8() {
    assertThat(Sha256.hex("Ü")).isEqualTo(Sha256.hex("Ü".getBytes(StandardCharsets.UTF_8)));
  }
}
