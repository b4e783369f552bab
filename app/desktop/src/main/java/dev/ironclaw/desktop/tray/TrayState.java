package dev.ironclaw.desktop.tray;

/// What the icon says at a glance.
public sealed interface TrayState {
  record Idle() implements TrayState {}

  record Working() implements TrayState {}

  /// Something waits.
  ///
  /// @param count how many changes wait for a human, at least 1
  record NeedsYou(int count) implements TrayState {
    public NeedsYou {
      if (count < 1) {
        throw new IllegalArgumentException("nothing waits: " + count);
      }
    }
  }

  record Disconnected() implements TrayState {}

  /// Boxes are weaker than they could be.
  record Degraded() implements TrayState {}
}
