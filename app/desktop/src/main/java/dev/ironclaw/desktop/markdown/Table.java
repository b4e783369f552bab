package dev.ironclaw.desktop.markdown;

import java.util.function.BiFunction;
import javafx.geometry.HPos;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Node;

/// A table, as wide as there is room.
final class Table {
  private static final int MOST_COLUMNS = 12;

  private final GridPane grid = new GridPane();
  private final int room;
  private final BiFunction<Node, String[], TextFlow> flow;
  private int cells;
  private int rows;
  private int columns;

  /// @param room how many cells at most
  Table(TableBlock table, int room, BiFunction<Node, String[], TextFlow> flow) {
    this.room = room;
    this.flow = flow;
    grid.getStyleClass().add("markdown-table");
    // Head and body hold the rows.
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null && cells < room; row = row.getNext()) {
        add(row);
      }
    }
    for (int column = 0; column < columns; column++) {
      ColumnConstraints width = new ColumnConstraints();
      width.setHgrow(Priority.ALWAYS);
      width.setHalignment(HPos.LEFT);
      width.setPercentWidth(100.0 / columns);
      grid.getColumnConstraints().add(width);
    }
  }

  private void add(Node row) {
    int column = 0;
    for (Node cell = row.getFirstChild(); cell != null && column < MOST_COLUMNS; cell = cell.getNext()) {
      if (cells++ < room && cell instanceof TableCell words) {
        TextFlow shown = flow.apply(words, words.isHeader() ? new String[]{"markdown-strong"} : new String[0]);
        shown.getStyleClass().add(words.isHeader() ? "markdown-cell-head" : "markdown-cell");
        shown.setMaxHeight(Double.MAX_VALUE);
        grid.add(shown, column++, rows);
      }
    }
    columns = Math.max(columns, column);
    rows++;
  }

  GridPane pane() {
    return grid;
  }

  int cells() {
    return cells;
  }
}
