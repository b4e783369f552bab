package dev.ironclaw.controlplane.command;

import java.util.Arrays;

/// Cuts what a program printed, which may end within a character.
final class CommandStreams {
  private CommandStreams() {}

  /// At most so many bytes of it, whole characters of UTF-8.
  ///
  /// @param more whether it went on behind these bytes
  static byte[] cut(byte[] bytes, int most, boolean more) {
    if (bytes.length <= most && !more) {
      return bytes;
    }
    byte[] start = bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    return Arrays.copyOf(start, wholeCharacters(start));
  }

  /// Without the beginning of a character whose rest is missing.
  private static int wholeCharacters(byte[] bytes) {
    int at = bytes.length;
    int following = 0;
    while (at > 0 && following < 3 && (bytes[at - 1] & 0xc0) == 0x80) {
      at--;
      following++;
    }
    if (at == 0) {
      return bytes.length;
    }
    int first = bytes[at - 1] & 0xff;
    int needed = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    return needed > following ? at - 1 : bytes.length;
  }
}
