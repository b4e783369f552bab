package dev.ironclaw.sandbox.probe;

import java.util.concurrent.Callable;

/// Tries something that must fail. The wall held where it threw.
final class Attempt {
  private Attempt() {}

  /// @param attack returns what it got
  static Finding of(String probe, String what, Callable<String> attack) {
    try {
      return new Finding(probe, false, what + ": succeeded: " + attack.call());
    } catch (Exception | LinkageError refused) {
      return new Finding(probe, true, what + ": refused: " + refused.getClass().getSimpleName() + " "
          + refused.getMessage());
    }
  }
}
