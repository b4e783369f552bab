package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.time.InstantSource;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One row of the inbox: how risky, what, for whom.
final class WaitingCell extends ListCell<ChangeView> {
  private final Texts texts;
  private final InstantSource clock;
  private final Label title = new Label();
  private final Label who = new Label();
  private final RiskBadge risk;
  private final HBox row;

  WaitingCell(Texts texts, InstantSource clock) {
    this.texts = texts;
    this.clock = clock;
    this.risk = new RiskBadge(texts);
    title.getStyleClass().add("text-bold");
    title.setWrapText(true);
    who.getStyleClass().addAll("text-muted", "text-small");
    VBox words = new VBox(3, title, who);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    row = new HBox(10, words, risk);
    row.setMinWidth(0);
    risk.setMinWidth(Region.USE_PREF_SIZE);
    getStyleClass().add("waiting-cell");
  }

  /// A cell asks its graphic without saying how wide it is: a title that wraps would be cut.
  @Override
  protected double computePrefHeight(double width) {
    if (isEmpty()) {
      return super.computePrefHeight(width);
    }
    double room = getWidth() - snappedLeftInset() - snappedRightInset();
    row.setPrefWidth(room);
    return snappedTopInset() + row.prefHeight(room) + snappedBottomInset();
  }

  @Override
  protected void updateItem(@Nullable ChangeView change, boolean empty) {
    super.updateItem(change, empty);
    if (empty || change == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    risk.show(change.card().risk());
    title.setText(VisibleText.line(change.card().title()));
    who.setText(texts.of("approvals.row.who",
        VisibleText.line(change.agentGroupName().orElse(change.agentGroupId())),
        Moments.ago(Instant.parse(change.createdAt()), clock.instant(), texts)));
    setAccessibleText(risk.getText() + ". " + title.getText() + ". " + who.getText());
    setGraphic(row);
  }
}
