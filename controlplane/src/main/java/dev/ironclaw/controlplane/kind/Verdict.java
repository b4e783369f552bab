package dev.ironclaw.controlplane.kind;

/// What one verifier thinks of a change.
sealed interface Verdict {
  /// Nothing against it.
  record Pass() implements Verdict {}

  /// Only a human may let it through.
  record RequireHuman() implements Verdict {}

  /// Nobody may let it through.
  ///
  /// @param reason one sentence for the one who asked
  record Reject(String reason) implements Verdict {}
}
