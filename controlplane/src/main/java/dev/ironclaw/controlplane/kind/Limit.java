package dev.ironclaw.controlplane.kind;

/// How an approval may be limited; a kind says which it can keep.
public enum Limit {
  /// Until a time.
  UNTIL,
  /// For a number of uses: only where the host counts them.
  USES,
  /// In one conversation: only where the host asks on each use.
  SESSION
}
