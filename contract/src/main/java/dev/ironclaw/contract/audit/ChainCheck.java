package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import dev.ironclaw.contract.audit.AuditVerdict.Intact;
import dev.ironclaw.contract.audit.AuditVerdict.Uncovered;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/// The chain as far as it was read: each line must follow from the one before.
final class ChainCheck {
  private final AuditKey key;
  private final LineParser.Head head;
  private final AuditVerifier.Signatures signatures;
  private final Set<String> missing;
  private final AuditHasher hasher = new AuditHasher();
  private final LineParser parser = new LineParser();

  private long seq;
  private byte[] hash = new byte[32];
  private byte[] signature = new byte[AuditHasher.SIGNATURE_BYTES];

  ChainCheck(AuditKey key, LineParser.Head head, AuditVerifier.Signatures signatures,
      AuditExpectation expected) {
    this.missing = new HashSet<>(expected.heads());
    this.missing.remove(AuditFormat.NO_HASH);
    this.key = key;
    this.head = head;
    this.signatures = signatures;
  }

  Optional<Broken> line(long number, byte[] bytes, int start, int end) {
    LineParser.Fields fields;
    try {
      fields = parser.line(bytes, start, end);
    } catch (LineParser.Malformed e) {
      return broken(number, "not an entry", "its one form", e.getMessage());
    }
    if (fields.seq() != seq + 1) {
      return broken(number, "a line is missing, doubled or moved", "seq " + (seq + 1), "seq " + fields.seq());
    }
    if (!Arrays.equals(fields.previous(), hash)) {
      return broken(number, "the line does not follow the one before", "prev " + hex(hash),
          "prev " + hex(fields.previous()));
    }
    byte[] digest = hasher.payload(fields.payload());
    if (!Arrays.equals(digest, fields.digest())) {
      return broken(number, "the payload was changed", "digest " + hex(fields.digest()), "digest " + hex(digest));
    }
    byte[] computed = hasher.entry(fields.seq(), fields.time(), fields.previous(), signature, digest);
    if (!Arrays.equals(computed, fields.hash())) {
      return broken(number, "the entry, or the signature of the line before, was changed",
          "hash " + hex(fields.hash()), "hash " + hex(computed));
    }
    if (signatures == AuditVerifier.Signatures.EACH && !key.signed(computed, fields.signature())) {
      return notSigned(number);
    }
    seq = fields.seq();
    hash = computed;
    signature = fields.signature();
    if (!missing.isEmpty()) {
      missing.remove(hex(hash));
    }
    return seq == head.seq() ? headDiffers() : Optional.empty();
  }

  AuditVerdict end() {
    if (head.seq() > seq) {
      return new Broken(AuditFormat.LOG_FILE, seq + 1, "the tail is cut", "seq " + head.seq() + ", as the head says",
          "the end of the file after seq " + seq);
    }
    if (seq > 0 && !key.signed(hash, signature)) {
      return notSigned(seq).orElseThrow();
    }
    if (!key.signed(AuditFormat.headStatement(head.seq(), head.hash()), head.signature())) {
      return new Broken(AuditFormat.HEAD_FILE, 0, "the head is not signed by the key in "
          + AuditFormat.PUBLIC_KEY_FILE, "a valid signature", "another signature or another key");
    }
    if (head.seq() == 0 && !hex(head.hash()).equals(AuditFormat.NO_HASH)) {
      return new Broken(AuditFormat.HEAD_FILE, 0, "the head names no entry", AuditFormat.NO_HASH, hex(head.hash()));
    }
    if (!missing.isEmpty()) {
      return new Broken(AuditFormat.LOG_FILE, 0, "an entry that was there is gone: the log was put back to an earlier "
          + "state, or is another log", "an entry with hash " + missing.iterator().next(), "none up to seq " + seq);
    }
    return covered();
  }

  private AuditVerdict covered() {
    long uncovered = seq - head.seq();
    if (uncovered == 0) {
      return new Intact(seq, hex(hash), key.fingerprint());
    }
    return uncovered <= AuditFormat.GROUP
        ? new Uncovered(seq, uncovered, hex(hash), key.fingerprint())
        : new Broken(AuditFormat.HEAD_FILE, 0, "the head is older than any that a kill leaves: an old one was put back",
            "seq " + seq + ", or at most " + AuditFormat.GROUP + " less", "seq " + head.seq());
  }

  private Optional<Broken> headDiffers() {
    if (Arrays.equals(head.hash(), hash)) {
      return Optional.empty();
    }
    return Optional.of(new Broken(AuditFormat.HEAD_FILE, 0, "the head is of another log, or was changed",
        "hash " + hex(hash) + " at seq " + seq, "hash " + hex(head.hash())));
  }

  private static Optional<Broken> notSigned(long number) {
    return broken(number, "the entry is not signed by the key in " + AuditFormat.PUBLIC_KEY_FILE, "a valid signature",
        "another signature or another key");
  }

  private static Optional<Broken> broken(long number, String what, String expected, String actual) {
    return Optional.of(new Broken(AuditFormat.LOG_FILE, number, what, expected, actual));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
