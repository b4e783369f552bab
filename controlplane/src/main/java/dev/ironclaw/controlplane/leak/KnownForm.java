package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;

/// One way in which a secret that this host keeps can be written. Never printed.
final class KnownForm implements Form {
  private final byte[] written;

  KnownForm(String written) {
    this.written = written.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int end(byte[] text, int from, int to, boolean whole) {
    for (int i = 0; i < written.length; i++) {
      if (from + i == to) {
        return whole ? NONE : MORE;
      }
      if (text[from + i] != written[i]) {
        return NONE;
      }
    }
    return from + written.length;
  }
}
