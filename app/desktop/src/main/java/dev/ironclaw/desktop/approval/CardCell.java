package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.Texts;
import java.util.Locale;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One row of a list of cards: how risky, what, and a line about it.
final class CardCell<T> extends ListCell<T> {
  private final Function<T, Row> words;
  private final Label title = new Label();
  private final Label below = new Label();
  private final RiskBadge risk;
  private final HBox row;

  /// What a row says.
  record Row(String risk, String title, String below) {}

  CardCell(Texts texts, Function<T, Row> words) {
    this.words = words;
    this.risk = new RiskBadge(texts);
    title.getStyleClass().add("text-bold");
    title.setWrapText(true);
    below.getStyleClass().addAll("text-muted", "text-small");
    below.setWrapText(true);
    VBox lines = new VBox(3, title, below);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    row = new HBox(10, lines, risk);
    row.setMinWidth(0);
    risk.setMinWidth(Region.USE_PREF_SIZE);
    getStyleClass().add("card-cell");
  }

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

  /// As wide as the list, never wider: it wraps.
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
    Row now = words.apply(item);
    risk.show(now.risk());
    title.setText(now.title());
    below.setText(now.below());
    setAccessibleText(String.format(Locale.ROOT, "%s. %s. %s", risk.getText(), now.title(), now.below()));
    setGraphic(row);
  }
}
