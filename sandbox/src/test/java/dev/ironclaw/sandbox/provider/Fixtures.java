package dev.ironclaw.sandbox.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Recorded answers of upstreams.
final class Fixtures {
  private Fixtures() {}

  static String read(String name) {
    try (InputStream in = Objects.requireNonNull(Fixtures.class.getClassLoader().getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
