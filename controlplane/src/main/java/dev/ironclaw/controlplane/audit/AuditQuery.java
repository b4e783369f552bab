package dev.ironclaw.controlplane.audit;

import java.time.Instant;
import java.util.Optional;

/// Which entries are looked for; all that is given must fit.
///
/// @param from not before this time
/// @param to before this time
/// @param text words that all stand in the entry, in any field; `word*` for its beginning
/// @param before entries below this seq
public record AuditQuery(Optional<Instant> from, Optional<Instant> to, Optional<String> agent, Optional<String> stage,
    Optional<String> kind, Optional<String> subject, Optional<String> actor, Optional<String> text,
    Optional<Long> before) {
  /// Everything.
  public static final AuditQuery ALL = new AuditQuery(Optional.empty(), Optional.empty(), Optional.empty(),
      Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Nothing but a place is given: no index is needed.
  boolean isPlain() {
    return equals(ALL.page(before));
  }

  /// The page before that one.
  public AuditQuery page(Optional<Long> beforeSeq) {
    return new AuditQuery(from, to, agent, stage, kind, subject, actor, text, beforeSeq);
  }
}
