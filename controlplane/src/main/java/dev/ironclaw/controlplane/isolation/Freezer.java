package dev.ironclaw.controlplane.isolation;

/// Stops every box of one state folder where it stands, and lets them go on.
public interface Freezer {
  /// Returns when all that could be stopped stand still.
  ///
  /// @return how many were stopped
  int freeze();

  /// Lets all of them go on.
  ///
  /// @return how many were let go on
  int thaw();
}
