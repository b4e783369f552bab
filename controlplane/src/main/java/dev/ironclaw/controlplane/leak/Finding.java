package dev.ironclaw.controlplane.leak;

/// One secret in a text.
///
/// @param pattern the name of the pattern, for example `aws_access_key`
/// @param from offset in bytes
/// @param to behind its last byte
record Finding(String pattern, LeakAction action, int from, int to) {
  Finding with(LeakAction other) {
    return new Finding(pattern, other, from, to);
  }
}
