package dev.ironclaw.controlplane.crossing;

/// Bytes that may be held in memory for a while.
public interface Allowance {
  /// False where there are not as many left; then nothing is held.
  boolean reserve(long bytes);

  void release(long bytes);

  /// What both allow.
  static Allowance both(Allowance own, Allowance all) {
    return new Allowance() {
      @Override
      public boolean reserve(long bytes) {
        if (!own.reserve(bytes)) {
          return false;
        }
        boolean reserved = all.reserve(bytes);
        if (!reserved) {
          own.release(bytes);
        }
        return reserved;
      }

      @Override
      public void release(long bytes) {
        own.release(bytes);
        all.release(bytes);
      }
    };
  }
}
