package dev.ironclaw.contract.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/// The three files of an audit log, to the byte. One fixed order of keys, no spaces and no escapes: a line can be
/// written in one way only, so a reader takes that way and nothing else.
///
/// - `audit.jsonl`: one [#line] an entry, each ended by a line feed.
/// - `audit.head`: [#head] of the last line, always [#HEAD_BYTES] long and rewritten in place.
/// - `audit.pub`: [#publicKey] of the key that signs.
public final class AuditFormat {
  public static final String LOG_FILE = "audit.jsonl";
  public static final String HEAD_FILE = "audit.head";
  public static final String PUBLIC_KEY_FILE = "audit.pub";

  /// The hash before the first entry.
  public static final String NO_HASH = "0".repeat(64);
  /// Bytes of [#head].
  public static final int HEAD_BYTES = 199;
  /// The most entries that a writer appends before its head names the last of them.
  public static final int GROUP = 1_024;

  static final String PUBLIC_KEY_PREFIX = "ironclaw-audit-ed25519 ";
  static final int TIME_CHARS = 27;
  static final int HASH_CHARS = 64;
  /// 64 bytes in base64.
  static final int SIGNATURE_CHARS = 88;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
      .withZone(ZoneOffset.UTC);

  private AuditFormat() {}

  /// The time of an entry, cut to microseconds.
  public static String time(Instant instant) {
    return TIME.format(instant.truncatedTo(ChronoUnit.MICROS));
  }

  /// The entry as its line, with the line feed.
  public static byte[] line(AuditEntry entry) {
    return ("{\"seq\":" + entry.seq() + ",\"time\":\"" + entry.time() + "\",\"prev\":\"" + entry.previous()
        + "\",\"hash\":\"" + entry.hash() + "\",\"digest\":\"" + entry.digest() + "\",\"payload\":\"" + entry.payload()
        + "\",\"sig\":\"" + entry.signature() + "\"}\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// What the head's signature covers: the tag `ironclaw-audit-head-1`, seq in 8 bytes (big-endian), the 32 bytes of the
  /// hash. Not what a line's signature covers, so that nobody can make a head for a shorter log out of its last line.
  public static byte[] headStatement(long seq, byte[] hash) {
    byte[] tag = "ironclaw-audit-head-1".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(tag.length + Long.BYTES + hash.length).put(tag).putLong(seq).put(hash).array();
  }

  /// The head for the last entry; for an empty log seq 0 and [#NO_HASH].
  ///
  /// @param signature in base64, over [#headStatement]
  public static byte[] head(long seq, String hash, String signature) {
    return "{\"seq\":%019d,\"hash\":\"%s\",\"sig\":\"%s\"}\n".formatted(seq, hash, signature)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// The content of `audit.pub`.
  ///
  /// @param raw the 32 bytes of RFC 8032
  public static byte[] publicKey(byte[] raw) {
    return (PUBLIC_KEY_PREFIX + HexFormat.of().formatHex(raw) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /// What people compare a public key by: SHA-256 of its 32 bytes in lower-case hexadecimal.
  public static String fingerprint(byte[] raw) {
    return HexFormat.of().formatHex(new AuditHasher().payload(raw));
  }
}
