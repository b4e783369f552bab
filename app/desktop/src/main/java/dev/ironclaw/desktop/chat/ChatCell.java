package dev.ironclaw.desktop.chat;

import java.util.function.Function;
import javafx.scene.control.ListCell;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// One row, as wide as the list and as high as its words need.
final class ChatCell extends ListCell<ChatItem> {
  private final Function<ChatItem, ChatRows.Row> rows;
  private @Nullable Region row;

  ChatCell(Function<ChatItem, ChatRows.Row> rows) {
    this.rows = rows;
    getStyleClass().add("chat-cell");
  }

  /// A cell asks its graphic without saying how wide it is: words that wrap would be cut.
  @Override
  protected double computePrefHeight(double width) {
    Region now = row;
    if (now == null) {
      return super.computePrefHeight(width);
    }
    // Measured before it is laid out for the first time, it has no width yet.
    double all = getWidth() > 0 ? getWidth() : getListView().getWidth();
    double room = all - snappedLeftInset() - snappedRightInset();
    now.setPrefWidth(room);
    return snappedTopInset() + now.prefHeight(room) + snappedBottomInset();
  }

  @Override
  protected double computePrefWidth(double height) {
    return 0;
  }

  @Override
  protected void updateItem(@Nullable ChatItem item, boolean empty) {
    super.updateItem(item, empty);
    if (empty || item == null) {
      row = null;
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    ChatRows.Row made = rows.apply(item);
    row = made.node();
    setAccessibleText(made.words());
    setGraphic(row);
  }
}
