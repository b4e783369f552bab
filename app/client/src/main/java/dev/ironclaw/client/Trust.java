package dev.ironclaw.client;

import java.nio.file.Path;
import java.util.Locale;

/// Whose certificate an `https` control plane may show.
public sealed interface Trust {
  /// One that this machine's authorities vouch for.
  record Platform() implements Trust {}

  /// One that an authority of this file (PEM) vouches for, or that is in it itself.
  record Authority(Path file) implements Trust {}

  /// The one with this fingerprint, whatever its name.
  ///
  /// @param sha256 64 lower-case hexadecimal digits
  record Fingerprint(String sha256) implements Trust {
    public Fingerprint {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("a fingerprint is a SHA-256 in 64 hexadecimal digits");
      }
    }

    /// Reads one as people copy it: in any case, with or without colons.
    ///
    /// @throws IllegalArgumentException for anything else
    public static Fingerprint parse(String text) {
      return new Fingerprint(text.strip().replace(":", "").toLowerCase(Locale.ROOT));
    }
  }
}
