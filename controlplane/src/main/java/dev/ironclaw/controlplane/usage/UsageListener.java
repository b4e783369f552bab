package dev.ironclaw.controlplane.usage;

/// Hears what calls came to. Called where calls end or start: must hand on and return.
public interface UsageListener {
  /// Hears nothing.
  UsageListener NOBODY = new UsageListener() {
  };

  /// A call is over; before it is stored.
  default void spent(Spent spent) {}

  /// What calls came to has been stored, for at least one; at most once a second.
  default void stored() {}

  /// An agent has come to a limit of its budget.
  default void reached(Reached reached) {}
}
