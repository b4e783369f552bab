package dev.ironclaw.desktop.settings;

import dev.ironclaw.desktop.shell.Words;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What forms of this screen are put together of.
final class Rows {
  private static final int FIELD = 260;

  private Rows() {}

  /// A switch with a sentence below it.
  static Node option(CheckBox box, String hint) {
    Label words = Words.of(hint, "text-muted");
    VBox row = new VBox(2, box, words);
    VBox.setMargin(words, new javafx.geometry.Insets(0, 0, 0, 26));
    return row;
  }

  /// A field with its name above it.
  static Node field(String name, TextField field) {
    Label label = new Label(name);
    label.setLabelFor(field);
    label.setMinWidth(Region.USE_PREF_SIZE);
    field.setPrefWidth(FIELD);
    field.setMaxWidth(FIELD);
    return new VBox(4, label, field);
  }

  static Button button(String id, String words, Runnable act) {
    Button button = new Button(words);
    button.setId(id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> act.run());
    return button;
  }

  static HBox line(Node... nodes) {
    HBox line = new HBox(8, nodes);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  /// There while that is so, and takes no room else.
  static <T extends Node> T shownWhile(ObservableBooleanValue shown, T node) {
    node.visibleProperty().bind(shown);
    node.managedProperty().bind(shown);
    return node;
  }
}
