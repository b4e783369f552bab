package dev.ironclaw.desktop.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.util.Subscription;

/// Light or dark: the system's, or the one that was chosen.
public enum Theme {
  SYSTEM, LIGHT, DARK;

  private static final String OWN = Objects
      .requireNonNull(Theme.class.getResource("/dev/ironclaw/desktop/ironclaw.css"))
      .toExternalForm();

  /// For every window, now.
  ///
  /// @return ended before another one is applied: [#SYSTEM] follows the system until then
  public Subscription apply() {
    if (this == SYSTEM) {
      return Platform.getPreferences().colorSchemeProperty().subscribe(scheme -> use(scheme == ColorScheme.DARK));
    }
    use(this == DARK);
    return Subscription.EMPTY;
  }

  private static void use(boolean dark) {
    Application.setUserAgentStylesheet(
        dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
  }

  /// What the theme leaves open, for one window.
  public static void dress(Scene scene) {
    scene.getStylesheets().add(OWN);
  }
}
