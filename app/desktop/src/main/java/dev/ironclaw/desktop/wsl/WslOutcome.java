package dev.ironclaw.desktop.wsl;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What came of running `wsl.exe`.
sealed interface WslOutcome {
  /// It ended.
  ///
  /// @param output what it wrote as its result
  /// @param errors what it wrote beside it
  record Ended(int code, String output, String errors) implements WslOutcome {
    boolean isGood() {
      return code == 0;
    }

    /// All that it said, in the order in which a terminal would not mix it.
    String words() {
      return (output + "\n" + errors).strip();
    }
  }

  /// It did not end in time, and was ended.
  record Silent() implements WslOutcome {}

  /// The system did not start it.
  ///
  /// @param why the system's words
  record Refused(String why) implements WslOutcome {}

  /// Its own words are UTF-16 with or without a mark at the beginning, or UTF-8 where it heeds `WSL_UTF8`; those of programs
  /// in the distribution are UTF-8. A letter of UTF-16LE that is ASCII has a zero byte, and no text in UTF-8 has one.
  static String decoded(byte[] bytes) {
    boolean mark = bytes.length > 1 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
    boolean wide = mark || zeros(bytes) > 0;
    String text = wide
        ? new String(Arrays.copyOf(bytes, bytes.length & ~1), StandardCharsets.UTF_16LE)
        : new String(bytes, StandardCharsets.UTF_8);
    return text.replace("\uFEFF", "").replace("\0", "").replace("\r", "");
  }

  private static int zeros(byte[] bytes) {
    int zeros = 0;
    for (byte one : bytes) {
      zeros += one == 0 ? 1 : 0;
    }
    return zeros;
  }
}
