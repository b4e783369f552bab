package dev.ironclaw.controlplane.modelproxy;

import java.util.function.Supplier;

/// What the host adds to a call so that the upstream knows who pays. Never seen by a box.
public sealed interface Credential {
  /// For an upstream that asks for none, as the mock.
  record None() implements Credential {}

  /// One header on each call.
  ///
  /// @param name for example `x-api-key`
  /// @param secret asked for each call and never kept, so that a rotated key holds at once; the whole header value
  record Header(String name, Supplier<String> secret) implements Credential {
    @Override
    public String toString() {
      return "Header[" + name + "]";
    }
  }
}
