package dev.ironclaw.desktop.shell;

import javafx.scene.control.ListCell;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// A row of a list whose words wrap: as wide as the list, never wider, and as high as it needs.
public abstract class RowCell<T> extends ListCell<T> {
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

  /// A cell asks its graphic without saying how wide it is: a title that wraps would be cut.
  @Override
  protected double computePrefHeight(double width) {
    if (isEmpty()) {
      return super.computePrefHeight(width);
    }
    // Measured before it is laid out for the first time, it has no width yet.
    double all = getWidth() > 0 ? getWidth() : getListView().getWidth();
    double room = all - snappedLeftInset() - snappedRightInset();
    row.setPrefWidth(room);
    return snappedTopInset() + row.prefHeight(room) + snappedBottomInset();
  }

  @Override
  protected double computePrefWidth(double height) {
    return 0;
  }

  @Override
  protected void updateItem(@Nullable T item, boolean empty) {
    super.updateItem(item, empty);
    if (empty || item == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    setAccessibleText(show(item));
    setGraphic(row);
  }
}
