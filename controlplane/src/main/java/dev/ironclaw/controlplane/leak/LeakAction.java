package dev.ironclaw.controlplane.leak;

/// What happens to text that holds a secret.
public enum LeakAction {
  /// It goes nowhere; on a stream, which can't be taken back, the secret alone is taken out.
  BLOCK,
  /// It goes on with [Leaks#REDACTED] in the secret's place.
  REDACT,
  /// It goes on as it is; somebody is told.
  WARN
}
