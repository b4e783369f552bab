package dev.ironclaw.desktop.approval;

import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Locale;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One row of a list of cards: how risky, what, and a line about it.
final class CardCell<T> extends RowCell<T> {
  private final Function<T, Row> words;
  private final Label title = Words.of("", "text-bold");
  private final Label below = Words.of("", "text-muted", "text-small");
  private final RiskBadge risk;

  /// What a row says.
  record Row(String risk, String title, String below) {}

  CardCell(Texts texts, Function<T, Row> words) {
    HBox row = new HBox(10);
    super(row);
    this.words = words;
    this.risk = new RiskBadge(texts);
    VBox lines = new VBox(3, title, below);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    row.getChildren().addAll(lines, risk);
    risk.setMinWidth(Region.USE_PREF_SIZE);
    getStyleClass().add("card-cell");
  }

  @Override
  protected String show(T item) {
    Row now = words.apply(item);
    risk.show(now.risk());
    title.setText(now.title());
    below.setText(now.below());
    return String.format(Locale.ROOT, "%s. %s. %s", risk.getText(), now.title(), now.below());
  }
}
