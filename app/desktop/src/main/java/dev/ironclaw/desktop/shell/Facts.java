package dev.ironclaw.desktop.shell;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/// Names at the left, what is so at the right.
public final class Facts extends GridPane {
  private static final int NAMES = 190;

  public Facts() {
    setHgap(16);
    setVgap(7);
    ColumnConstraints names = new ColumnConstraints(NAMES);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    getColumnConstraints().addAll(names, values);
  }

  public Facts add(String name, String value) {
    return add(name, Words.of(value));
  }

  /// One more row.
  public Facts add(String name, Node value) {
    Label label = Words.of(name, "fact-name");
    GridPane.setValignment(label, VPos.TOP);
    addRow(getRowCount(), label, value);
    return this;
  }
}
