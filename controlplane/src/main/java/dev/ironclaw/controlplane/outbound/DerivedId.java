package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// Ids of what follows from an outbound row: the same row always leads to the same id, so a replay adds nothing.
final class DerivedId {
  private DerivedId() {}

  /// 32 hexadecimal digits of SHA-256; no part can hold the separator.
  static String of(String purpose, SessionId session, MessageId row) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256")
          .digest((purpose + "/" + session + "/" + row).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
