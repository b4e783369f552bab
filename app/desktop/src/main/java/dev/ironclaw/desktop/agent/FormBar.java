package dev.ironclaw.desktop.agent;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The foot of a form whose changes are looked at before they are asked for.
final class FormBar {
  private FormBar() {}

  /// @param hint what keeps the form from going on
  static HBox of(Button discard, Label hint, Button review) {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    discard.setMinWidth(Region.USE_PREF_SIZE);
    review.setMinWidth(Region.USE_PREF_SIZE);
    HBox bar = new HBox(10, discard, space, hint, review);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("decision-bar");
    return bar;
  }
}
