package dev.ironclaw.sandbox.tool;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a model can be shown, told by a file's first bytes and never by its name.
final class MediaTypes {
  private static final int WEBP_AT = 8;

  private MediaTypes() {}

  /// Empty for text and everything else.
  static Optional<String> of(byte[] content) {
    if (begins(content, 0, "\u0089PNG\r\n\u001a\n")) {
      return Optional.of("image/png");
    }
    if (begins(content, 0, "\u00ff\u00d8\u00ff")) {
      return Optional.of("image/jpeg");
    }
    if (begins(content, 0, "GIF87a") || begins(content, 0, "GIF89a")) {
      return Optional.of("image/gif");
    }
    if (begins(content, 0, "RIFF") && begins(content, WEBP_AT, "WEBP")) {
      return Optional.of("image/webp");
    }
    return begins(content, 0, "%PDF-") ? Optional.of("application/pdf") : Optional.empty();
  }

  private static boolean begins(byte[] content, int at, String signature) {
    byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
    if (content.length < at + expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (content[at + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
