package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One way in which a secret that this host keeps can be written. Never printed. It is there as a whole or it is not:
/// that a text ends like the beginning of one is never said, for whoever guesses would learn from it.
final class KnownForm implements Form {
  private final byte[] written;

  KnownForm(String written) {
    this.written = written.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int end(byte[] text, int from, int to, boolean whole) {
    return to - from >= written.length && Arrays.equals(written, 0, written.length, text, from, from + written.length)
        ? from + written.length
        : NONE;
  }

  int length() {
    return written.length;
  }
}
