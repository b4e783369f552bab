package dev.ironclaw.desktop.chat;

import dev.ironclaw.desktop.shell.WrappingCell;
import java.util.function.Function;

/// One row of a conversation, which looks otherwise for each kind of item.
final class ChatCell extends WrappingCell<ChatItem> {
  private final Function<ChatItem, Row> rows;

  ChatCell(Function<ChatItem, Row> rows) {
    this.rows = rows;
    getStyleClass().add("chat-cell");
  }

  @Override
  protected Row rowOf(ChatItem item) {
    return rows.apply(item);
  }
}
