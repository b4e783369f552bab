package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Lines that the log must hold, because somebody outside noted them.
final class KnownLines {
  private final AuditKey key;
  private final AuditExpectation expected;
  /// Noted without their place.
  private final Set<String> hashes;
  /// By their place.
  private final Map<Long, Known> places = new HashMap<>();

  private record Known(String hash, String witness, long number) {}

  KnownLines(AuditKey key, AuditExpectation expected) {
    this.key = key;
    this.expected = expected;
    this.hashes = new HashSet<>(expected.heads());
    this.hashes.remove(AuditFormat.NO_HASH);
  }

  /// Takes what the witnesses hold; says so where a line is not the key's, or two contradict each other.
  Optional<Broken> contradiction() {
    for (AuditWitness witness : expected.witnesses()) {
      for (AuditWitness.Line line : witness.lines()) {
        if (!key.signed(line.statement(), line.signature())) {
          return Optional.of(new Broken(witness.name(), line.number(), 0,
              "the witness holds a line that is not signed by "
                  + "the key in " + AuditFormat.PUBLIC_KEY_FILE,
              "a valid signature", "another signature or another key"));
        }
        if (line.seq() == 0) {
          continue;
        }
        Known before = places.putIfAbsent(line.seq(), new Known(line.hash(), witness.name(), line.number()));
        if (before != null && !before.hash.equals(line.hash())) {
          return Optional.of(new Broken(witness.name(), line.number(), line.seq(), "witnesses hold two different lines "
              + "with one seq: the log was put back to an earlier state and went on from there",
              "hash " + before.hash + " as in " + before.witness + " line " + before.number, "hash " + line.hash()));
        }
      }
    }
    return Optional.empty();
  }

  boolean isDone() {
    return hashes.isEmpty() && places.isEmpty();
  }

  /// Compares a line of the log with what is known of it.
  Optional<Broken> seen(String segment, long number, long seq, String hash) {
    hashes.remove(hash);
    Known known = places.remove(seq);
    return known == null || known.hash.equals(hash)
        ? Optional.empty()
        : Optional.of(new Broken(segment, number, seq,
            "the line is another than its witness noted: the log was put back "
                + "to an earlier state, or is another log",
            "hash " + known.hash + " as in " + known.witness, "hash " + hash));
  }

  /// What is noted and was not found up to the last line.
  Optional<Broken> missing(String segment, long seq) {
    if (!places.isEmpty()) {
      long first = places.keySet().stream().min(Long::compare).orElseThrow();
      Known known = Objects.requireNonNull(places.get(first));
      return Optional.of(new Broken(segment, 0, first,
          "a line that a witness noted is gone: the log was put back to an "
              + "earlier state, or is another log",
          "a line with seq " + first + " as in " + known.witness,
          "none after seq " + seq));
    }
    return hashes.isEmpty()
        ? Optional.empty()
        : Optional.of(AuditVerifier.whole(segment,
            "an entry that was there is gone: the log was put back to an earlier "
                + "state, or is another log",
            "an entry with hash " + hashes.iterator().next(), "none up to seq " + seq));
  }
}
