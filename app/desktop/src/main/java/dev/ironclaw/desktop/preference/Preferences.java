package dev.ironclaw.desktop.preference;

import dev.ironclaw.desktop.shell.Theme;
import java.util.Optional;

/// What a person wants of the app itself. Whether it starts at login is not here: [LoginStart] asks the system.
///
/// @param closeToTray closing the window leaves the app running, where its icon can be seen
/// @param startMinimized starts with the icon alone, where it can be seen
/// @param isolation what isolates agents
/// @param window where the window was last
public record Preferences(boolean closeToTray, boolean startMinimized, Theme theme, Isolation isolation,
    Optional<WindowPlace> window) {
  public static final Preferences DEFAULT = new Preferences(true, false, Theme.SYSTEM, Isolation.DEFAULT,
      Optional.empty());

  /// A window's place in the screen's coordinates.
  ///
  /// @param maximized then the rest is what it goes back to
  public record WindowPlace(int x, int y, int width, int height, boolean maximized) {}

  public Preferences withCloseToTray(boolean wanted) {
    return new Preferences(wanted, startMinimized, theme, isolation, window);
  }

  public Preferences withStartMinimized(boolean wanted) {
    return new Preferences(closeToTray, wanted, theme, isolation, window);
  }

  public Preferences withTheme(Theme wanted) {
    return new Preferences(closeToTray, startMinimized, wanted, isolation, window);
  }

  public Preferences withIsolation(Isolation wanted) {
    return new Preferences(closeToTray, startMinimized, theme, wanted, window);
  }

  public Preferences withWindow(WindowPlace place) {
    return new Preferences(closeToTray, startMinimized, theme, isolation, Optional.of(place));
  }
}
