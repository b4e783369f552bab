package dev.ironclaw.desktop.job;

import java.util.List;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// A text of others line by line: as many nodes as fit on the screen, however long it is.
final class LinesPane extends StackPane {
  private static final double HEIGHT = 21;
  private static final List<String> STYLES = List.of("line-added", "line-removed", "line-place");

  private final ObservableList<String> lines = FXCollections.observableArrayList();
  private final Function<String, String> style;

  /// @param style of a line, by its words; empty for none
  LinesPane(String id, Function<String, String> style) {
    this.style = style;
    ListView<String> list = new ListView<>(lines);
    list.setId(id);
    list.setFixedCellSize(HEIGHT);
    list.getStyleClass().addAll("lines", "edge-to-edge");
    list.setCellFactory(_ -> new Cell());
    getChildren().add(list);
  }

  /// A line of a unified diff.
  static String ofDiff(String line) {
    if (line.startsWith("@@")) {
      return "line-place";
    }
    return line.startsWith("+") ? "line-added" : line.startsWith("-") ? "line-removed" : "";
  }

  void show(Lines text) {
    lines.setAll(text.shown());
  }

  private final class Cell extends ListCell<String> {
    Cell() {
      getStyleClass().add("line-cell");
    }

    @Override
    protected void updateItem(@Nullable String line, boolean empty) {
      super.updateItem(line, empty);
      getStyleClass().removeAll(STYLES);
      String words = empty || line == null ? "" : line;
      setText(words.replace("\t", "    "));
      String own = style.apply(words);
      if (!own.isEmpty()) {
        getStyleClass().add(own);
      }
    }
  }
}
