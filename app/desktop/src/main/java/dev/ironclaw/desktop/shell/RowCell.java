package dev.ironclaw.desktop.shell;

import javafx.scene.layout.Region;

/// A cell that shows every item in the same row.
public abstract class RowCell<T> extends WrappingCell<T> {
  private final Region row;

  /// @param row what every item is shown in
  protected RowCell(Region row) {
    this.row = row;
    row.setMinWidth(0);
  }

  /// Puts an item into the row.
  ///
  /// @return the row in words, for those who do not see it
  protected abstract String show(T item);

  @Override
  protected final Row rowOf(T item) {
    return new Row(row, show(item));
  }
}
