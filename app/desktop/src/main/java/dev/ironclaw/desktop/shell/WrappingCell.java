package dev.ironclaw.desktop.shell;

import javafx.scene.control.ListCell;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// A cell of a list whose words wrap: as wide as the list, never wider, and as high as it needs.
public abstract class WrappingCell<T> extends ListCell<T> {
  private @Nullable Region row;

  /// What an item looks like.
  ///
  /// @param words the same for those who do not see it
  public record Row(Region node, String words) {}

  /// What this item is shown as from now on.
  protected abstract Row rowOf(T item);

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
  protected void updateItem(@Nullable T item, boolean empty) {
    super.updateItem(item, empty);
    if (empty || item == null) {
      row = null;
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    Row made = rowOf(item);
    row = made.node();
    setAccessibleText(made.words());
    setGraphic(row);
  }
}
