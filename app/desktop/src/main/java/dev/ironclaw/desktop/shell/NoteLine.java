package dev.ironclaw.desktop.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.control.Label;

/// The line below a screen that says how the last thing ended.
public final class NoteLine extends Label {
  public NoteLine(ObservableStringValue note) {
    getStyleClass().addAll("text-muted", "note");
    Words.wrap(this);
    textProperty().bind(note.map(Wrapping::safe));
    visibleProperty().bind(Bindings.isNotEmpty(note));
    managedProperty().bind(visibleProperty());
  }
}
