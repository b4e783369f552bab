package dev.ironclaw.desktop.shell;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;

/// Light or dark: the system's, or the one that was chosen.
public enum Theme {
  SYSTEM, LIGHT, DARK;

  private static final String OWN = Objects
      .requireNonNull(Theme.class.getResource("/dev/ironclaw/desktop/ironclaw.css"))
      .toExternalForm();

  /// For every window, now; [#SYSTEM] follows the system from now on too.
  public void apply() {
    Platform.Preferences system = Platform.getPreferences();
    if (this == SYSTEM) {
      system.colorSchemeProperty().subscribe(scheme -> use(scheme == ColorScheme.DARK));
    } else {
      use(this == DARK);
    }
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
