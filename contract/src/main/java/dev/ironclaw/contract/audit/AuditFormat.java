package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/// The files of an audit log, to the byte; `docs/audit-format.md` has the same in words, with an example. One fixed order
/// of keys, no spaces and no escapes: a line can be written in one way only, so a reader takes that way and nothing else.
///
/// - [#segment] files: one [AuditLine] an entry or checkpoint, each ended by a line feed.
/// - `audit.head`: [#head] of the last line, always [#HEAD_BYTES] long and rewritten in place.
/// - `audit.pub`: [#publicKey] of the key that signs.
public final class AuditFormat {
  public static final String HEAD_FILE = "audit.head";
  public static final String PUBLIC_KEY_FILE = "audit.pub";

  /// The hash before the first line.
  public static final String NO_HASH = "0".repeat(64);
  /// Bytes of [#head].
  public static final int HEAD_BYTES = 198;
  /// The most lines that a writer appends before its head names the last of them.
  public static final int GROUP = 1_024;
  /// At most so many lines follow each other without a checkpoint between them.
  public static final int CHECKPOINT_LINES = 1_000;

  static final String PUBLIC_KEY_PREFIX = "ironclaw-audit-ed25519 ";
  static final int TIME_CHARS = 27;
  static final int HASH_CHARS = 64;
  /// 64 bytes in base64.
  static final int SIGNATURE_CHARS = 88;
  static final int SEQ_DIGITS = 12;

  private static final String SEGMENT_PREFIX = "audit-";
  private static final String SEGMENT_SUFFIX = ".jsonl";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
      .withZone(ZoneOffset.UTC);

  private AuditFormat() {}

  /// The name of the file that begins with this line: `audit-000000000001.jsonl` for the first.
  public static String segment(long firstSeq) {
    String digits = Long.toString(firstSeq);
    return SEGMENT_PREFIX + "0".repeat(Math.max(0, SEQ_DIGITS - digits.length())) + digits + SEGMENT_SUFFIX;
  }

  /// True for what [#segment] gives.
  public static boolean isSegment(String fileName) {
    return fileName.matches(SEGMENT_PREFIX + "[0-9]{" + SEQ_DIGITS + "}\\" + SEGMENT_SUFFIX);
  }

  /// The first seq that a segment's name promises.
  public static long firstSeq(String segment) {
    return Long.parseLong(segment.substring(SEGMENT_PREFIX.length(), SEGMENT_PREFIX.length() + SEQ_DIGITS));
  }

  /// The time of a line, cut to microseconds.
  public static String time(Instant instant) {
    return TIME.format(instant.truncatedTo(ChronoUnit.MICROS));
  }

  /// What the head's signature covers: the tag `ironclaw-audit-head-2`, seq in 8 bytes (big-endian), the 32 bytes of the
  /// hash. Not what a checkpoint's signature covers, so that nobody can make a head for a shorter log out of one.
  public static byte[] headStatement(long seq, byte[] hash) {
    byte[] tag = "ironclaw-audit-head-2".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(tag.length + Long.BYTES + hash.length).put(tag).putLong(seq).put(hash).array();
  }

  /// What a checkpoint's signature covers: the tag `ironclaw-audit-checkpoint-2`, the 32 bytes of its own hash, which
  /// covers its seq, time and key and, by the hash before, the whole log up to it.
  public static byte[] checkpointStatement(byte[] hash) {
    byte[] tag = "ironclaw-audit-checkpoint-2".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(tag.length + hash.length).put(tag).put(hash).array();
  }

  /// The head for the last line; for an empty log seq 0 and [#NO_HASH].
  ///
  /// @param signature in base64, over [#headStatement]
  public static byte[] head(long seq, String hash, String signature) {
    return "{\"v\":2,\"seq\":%012d,\"hash\":\"%s\",\"sig\":\"%s\"}\n".formatted(seq, hash, signature)
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
    return Sha256.hex(raw);
  }
}
