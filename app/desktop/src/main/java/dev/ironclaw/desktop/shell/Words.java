package dev.ironclaw.desktop.shell;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// Text that is never cut with dots.
public final class Words {
  private Words() {}

  /// Wraps where its place is narrow.
  public static Label of(String words, String... styles) {
    Label label = new Label(words);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().addAll(styles);
    return label;
  }
}
