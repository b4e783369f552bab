package dev.ironclaw.desktop.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// The line below a screen that says how the last thing ended.
public final class NoteLine extends Label {
  public NoteLine(ObservableStringValue note) {
    getStyleClass().addAll("text-muted", "note");
    setWrapText(true);
    setMinHeight(Region.USE_PREF_SIZE);
    textProperty().bind(note);
    visibleProperty().bind(Bindings.isNotEmpty(note));
    managedProperty().bind(visibleProperty());
  }
}
