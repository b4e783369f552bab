package dev.ironclaw.controlplane.leak;

/// Hears of each secret that was found: where and of which form, never which. Called by whoever scans: must hand on and
/// return.
@FunctionalInterface
public interface LeakListener {
  /// Tells nobody.
  LeakListener NOBODY = (_, _, _) -> {};

  /// Something was found.
  ///
  /// @param where what the text was, for example `model request of sess_1`
  /// @param pattern its name, for example `aws_access_key`
  /// @param action what happened to the text
  void found(String where, String pattern, LeakAction action);
}
