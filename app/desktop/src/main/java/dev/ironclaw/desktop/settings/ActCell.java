package dev.ironclaw.desktop.settings;

import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Words;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// A name, a line about it, and the one thing that can be done with it.
abstract class ActCell<T> extends RowCell<T> {
  private final Label name;
  private final Label words;
  private final Button act;

  /// @param title of the button
  ActCell(String title, Consumer<T> done) {
    this(Words.of("", "text-bold"), Words.of("", "text-muted"), new Button(title));
    act.setOnAction(_ -> done.accept(getItem()));
  }

  private ActCell(Label name, Label words, Button act) {
    super(row(name, words, act));
    this.name = name;
    this.words = words;
    this.act = act;
    act.getStyleClass().add("small");
    act.setMinWidth(USE_PREF_SIZE);
    getStyleClass().add("probe-cell");
  }

  private static HBox row(Label name, Label words, Button act) {
    VBox both = new VBox(2, name, words);
    HBox.setHgrow(both, Priority.ALWAYS);
    return Rows.line(both, act);
  }

  /// Fills the row.
  ///
  /// @return the row in words
  final String show(String title, String about) {
    name.setText(title);
    words.setText(about);
    return title + ", " + about;
  }

  final Button act() {
    return act;
  }
}
