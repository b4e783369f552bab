package dev.ironclaw.desktop.tray;

/// What an entry of the menu asks for. Any program of the session can ask for it too, so the window asks again before
/// [GoOn] has an effect.
public sealed interface TrayAction {
  record Open() implements TrayAction {}

  /// All that waits.
  record OpenInbox() implements TrayAction {}

  record OpenCard(String changeId) implements TrayAction {}

  /// All that waits besides changes.
  record OpenHome() implements TrayAction {}

  /// A thing on a screen.
  record OpenAsk(String screen, String item) implements TrayAction {}

  record OpenSession(String sessionId) implements TrayAction {}

  record OpenPosture() implements TrayAction {}

  /// Panic: everything stands still.
  record PauseAll() implements TrayAction {}

  /// Ends a panic, after a question in the window.
  record GoOn() implements TrayAction {}

  record Quit() implements TrayAction {}
}
