package dev.ironclaw.controlplane.gateway;

/// Cuts the power at the n-th step.
final class Fuse {
  private int left = Integer.MAX_VALUE;

  void blowAt(int step) {
    left = step;
  }

  boolean isBlown() {
    return left <= 0;
  }

  void mend() {
    left = Integer.MAX_VALUE;
  }

  void step() {
    // A dead process does nothing more, whoever catches the first crash.
    if (--left <= 0) {
      throw new Crash();
    }
  }

  /// Not an exception: nothing that handles failures may handle the end of the process.
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }
}
