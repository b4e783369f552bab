package dev.ironclaw.ironctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A document that somebody wrote for a flag: UTF-8, without the line break that editors add at its end.
final class TextFile {
  /// Far above what any document may have; the control plane says the limit.
  private static final long MAX_BYTES = 1 << 20;

  private TextFile() {}

  static boolean exists(Path file) {
    return Files.exists(file);
  }

  /// @param what the flag, for the message
  static String read(String what, Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new CommandFailure(ExitCode.USAGE, what + ": " + file + " is larger than " + MAX_BYTES + " bytes");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.USAGE, what + ": cannot read " + file + " as UTF-8: " + e.getMessage());
    }
  }
}
