package dev.ironclaw.contract;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256. Text is hashed as UTF-8; hexadecimal digits are lower-case.
public final class Sha256 {
  private Sha256() {}

  /// For what comes in pieces.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// The digest of bytes.
  ///
  /// @return 32 bytes
  public static byte[] of(byte[] content) {
    return digest().digest(content);
  }

  /// The digest of a text in UTF-8.
  ///
  /// @return 32 bytes
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The digest of bytes, in hexadecimal.
  ///
  /// @return 64 digits
  public static String hex(byte[] content) {
    return HexFormat.of().formatHex(of(content));
  }

  /// The digest of a text in UTF-8, in hexadecimal.
  ///
  /// @return 64 digits
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
