package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import dev.ironclaw.contract.audit.AuditVerdict.Intact;
import dev.ironclaw.contract.audit.AuditVerdict.Uncovered;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The chain as far as it was read: each line must follow from the one before.
final class ChainCheck {
  private final AuditKey key;
  private final LineParser.Head head;
  private final KnownLines known;
  private final LineHash sha256 = new LineHash();
  private final LineParser parser = new LineParser();
  private final byte[] fingerprint;
  private final byte[] computed = new byte[AuditFormat.HASH_CHARS];

  private String segment = AuditFormat.segment(1);
  private long seq;
  private long entries;
  /// As its digits.
  private final byte[] hash = AuditFormat.NO_HASH.getBytes(StandardCharsets.US_ASCII);

  ChainCheck(AuditKey key, LineParser.Head head, KnownLines known) {
    this.key = key;
    this.head = head;
    this.known = known;
    this.fingerprint = key.fingerprint().getBytes(StandardCharsets.US_ASCII);
  }

  /// Goes on with the next file.
  Optional<Broken> segment(String name) {
    long first = AuditFormat.firstSeq(name);
    if (first > seq + 1) {
      return Optional.of(new Broken(AuditFormat.segment(seq + 1), 0, seq + 1, "a segment is missing",
          "a file that begins with seq " + (seq + 1), "the next one is " + name));
    }
    if (first <= seq) {
      return Optional.of(new Broken(name, 0, first, "a segment is doubled or has another's name",
          "a file that begins with seq " + (seq + 1), "a file that begins with seq " + first));
    }
    segment = name;
    return Optional.empty();
  }

  Optional<Broken> line(long number, byte[] bytes, int start, int end) {
    LineParser.Fields fields;
    try {
      fields = parser.line(bytes, start, end);
    } catch (LineParser.Malformed e) {
      return broken(number, "not an entry", "its one form", e.getMessage());
    }
    if (fields.seq() != seq + 1) {
      return broken(number, "a line is missing, doubled or moved, or a file has another's name", "seq " + (seq + 1),
          "seq " + fields.seq());
    }
    if (differs(bytes, fields.previous(), hash)) {
      return broken(number, "the line does not follow the one before", "prev " + text(hash, 0),
          "prev " + text(bytes, fields.previous()));
    }
    if (!fields.checkpoint()) {
      sha256.hex(bytes, fields.tail(), fields.tailEnd(), computed);
      if (differs(bytes, fields.middle(), computed)) {
        return broken(number, "the payload was changed", "digest " + text(bytes, fields.middle()),
            "digest " + text(computed, 0));
      }
    }
    sha256.hex(bytes, start, fields.hashedEnd(), computed);
    if (differs(bytes, fields.hash(), computed)) {
      return broken(number, "the entry was changed", "hash " + text(bytes, fields.hash()), "hash " + text(computed, 0));
    }
    if (fields.checkpoint()) {
      Optional<Broken> unsigned = checkpoint(number, bytes, fields);
      if (unsigned.isPresent()) {
        return unsigned;
      }
    } else {
      entries++;
    }
    seq = fields.seq();
    System.arraycopy(computed, 0, hash, 0, hash.length);
    if (seq == head.seq() && !text(hash, 0).equals(head.hash())) {
      return Optional.of(AuditVerifier.whole(AuditFormat.HEAD_FILE, "the head is of another log, or was changed",
          "hash " + text(hash, 0) + " at seq " + seq, "hash " + head.hash()));
    }
    return known.isDone() ? Optional.empty() : known.seen(segment, number, seq, text(hash, 0));
  }

  private Optional<Broken> checkpoint(long number, byte[] bytes, LineParser.Fields fields) {
    if (differs(bytes, fields.middle(), fingerprint)) {
      return broken(number, "the checkpoint names another key than " + AuditFormat.PUBLIC_KEY_FILE,
          "key " + key.fingerprint(), "key " + text(bytes, fields.middle()));
    }
    try {
      byte[] signature = parser.signature(bytes, fields.tail());
      if (key.signed(AuditFormat.checkpointStatement(HexFormat.of().parseHex(text(computed, 0))), signature)) {
        return Optional.empty();
      }
    } catch (LineParser.Malformed e) {
      return broken(number, "not a checkpoint", "its one form", e.getMessage());
    }
    return broken(number, "the checkpoint is not signed by the key in " + AuditFormat.PUBLIC_KEY_FILE,
        "a valid signature", "another signature or another key");
  }

  AuditVerdict end() {
    if (!key.signed(AuditFormat.headStatement(head.seq(), HexFormat.of().parseHex(head.hash())), head.signature())) {
      return AuditVerifier.whole(AuditFormat.HEAD_FILE, "the head is not signed by the key in "
          + AuditFormat.PUBLIC_KEY_FILE, "a valid signature", "another signature or another key");
    }
    if (head.seq() == 0 && !head.hash().equals(AuditFormat.NO_HASH)) {
      return AuditVerifier.whole(AuditFormat.HEAD_FILE, "the head names no entry", AuditFormat.NO_HASH, head.hash());
    }
    if (head.seq() > seq) {
      return new Broken(segment, 0, seq + 1, "the tail is cut", "seq " + head.seq() + ", as the head says",
          "the end of the log after seq " + seq);
    }
    Optional<Broken> missing = known.missing(segment, seq);
    return missing.isPresent() ? missing.get() : covered();
  }

  private AuditVerdict covered() {
    long uncovered = seq - head.seq();
    if (uncovered == 0) {
      return new Intact(entries, text(hash, 0), key.fingerprint());
    }
    return uncovered <= AuditFormat.GROUP
        ? new Uncovered(entries, uncovered, text(hash, 0), key.fingerprint())
        : AuditVerifier.whole(AuditFormat.HEAD_FILE,
            "the head is older than any that a kill leaves: an old one was put "
                + "back",
            "seq " + seq + ", or at most " + AuditFormat.GROUP + " less", "seq " + head.seq());
  }

  private Optional<Broken> broken(long number, String what, String expected, String actual) {
    return Optional.of(new Broken(segment, number, seq + 1, what, expected, actual));
  }

  /// The last line of a file has no end.
  Broken unended(long number, String what, String expected, String actual) {
    return broken(number, what, expected, actual).orElseThrow();
  }

  private static boolean differs(byte[] bytes, int at, byte[] digits) {
    return !Arrays.equals(bytes, at, at + AuditFormat.HASH_CHARS, digits, 0, AuditFormat.HASH_CHARS);
  }

  private static String text(byte[] bytes, int at) {
    return new String(bytes, at, AuditFormat.HASH_CHARS, StandardCharsets.US_ASCII);
  }
}
