package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;

/// SHA-256 in lower-case hexadecimal, without garbage: a verifier computes two for each line. Not for several threads.
final class LineHash {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest sha256 = Sha256.digest();
  private final byte[] raw = new byte[32];

  /// Writes the 64 digits of the hash of these bytes.
  void hex(byte[] bytes, int start, int end, byte[] digits) {
    sha256.update(bytes, start, end - start);
    try {
      sha256.digest(raw, 0, raw.length);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 has 32 bytes", e);
    }
    for (int i = 0; i < raw.length; i++) {
      digits[2 * i] = DIGITS[raw[i] >> 4 & 0xF];
      digits[2 * i + 1] = DIGITS[raw[i] & 0xF];
    }
  }

  String hex(byte[] bytes, int start, int end) {
    byte[] digits = new byte[AuditFormat.HASH_CHARS];
    hex(bytes, start, end, digits);
    return new String(digits, StandardCharsets.US_ASCII);
  }
}
