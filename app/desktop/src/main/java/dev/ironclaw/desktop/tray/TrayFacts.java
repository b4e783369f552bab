package dev.ironclaw.desktop.tray;

import java.util.List;

/// What the icon and its menu are computed from.
///
/// @param connected to the control plane; while it is false the rest is what was known last
/// @param paused a panic is on
/// @param waiting oldest first
/// @param asks what waits besides, the most important first
/// @param sessions the most important first
/// @param posture how well boxes are isolated, one sentence
/// @param degraded they are isolated worse than they could be
public record TrayFacts(boolean connected, boolean paused, List<Waiting> waiting, List<Asking> asks,
    List<Session> sessions, String posture, boolean degraded) {
  public TrayFacts {
    waiting = List.copyOf(waiting);
    asks = List.copyOf(asks);
    sessions = List.copyOf(sessions);
  }

  /// A change that waits for a human.
  ///
  /// @param title may hold words of agents
  /// @param risk `green`, `amber` or `red`; anything else counts as red
  public record Waiting(String changeId, String title, String risk) {}

  /// A question or notice.
  ///
  /// @param screen where it is answered
  /// @param item what is shown there
  /// @param title may hold words of agents
  public record Asking(String screen, String item, String title) {}

  /// A conversation.
  ///
  /// @param name may hold words of agents
  /// @param working its box runs
  public record Session(String id, String name, boolean working) {}
}
