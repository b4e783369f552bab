package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

/// What was decided at the left, its card beside it, and below that the way to undo it.
final class HistoryView extends BorderPane {
  private final HistoryViewModel model;
  private final Texts texts;
  private final StackPane card = new StackPane();

  HistoryView(HistoryViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    SplitPane both = new SplitPane(list(), card);
    both.setDividerPositions(0.34);
    SplitPane.setResizableWithParent(both.getItems().getFirst(), false);
    setCenter(new StatePane(texts, "approvals.history", model.state(), both, model::load));
    setBottom(new NoteLine(model.note()));
    model.chosen().subscribe(_ -> show());
    model.undoing().subscribe(_ -> show());
  }

  private BorderPane list() {
    ListView<ChangeHistoryView> list = new ChosenList<>("history-list", model.decided(), model.chosen());
    list.setCellFactory(_ -> new CardCell<>(texts, row -> new CardCell.Row(row.request().card().risk(),
        VisibleText.line(row.request().card().title()), words(row))));
    Button more = new Button(texts.of("approvals.history.more"));
    more.setMaxWidth(Double.MAX_VALUE);
    more.setOnAction(_ -> model.loadMore());
    more.visibleProperty().bind(model.more());
    more.managedProperty().bind(more.visibleProperty());
    BorderPane pane = new BorderPane(list);
    pane.setBottom(more);
    return pane;
  }

  private String words(ChangeHistoryView row) {
    String what = texts.of("approvals.state." + row.status());
    return row.decision()
        .map(decision -> texts.of("approvals.card.earlier", what, VisibleText.line(decision.decidedBy()),
            Moments.ago(Instant.parse(decision.decidedAt()), model.clock().instant(), texts)))
        .orElse(what);
  }

  private void show() {
    card.getChildren().clear();
    Optional<CardViewModel> undoing = model.undoing().get();
    ChangeHistoryView row = model.chosen().get();
    if (undoing.isPresent()) {
      CardViewModel open = undoing.get();
      BorderPane whole = new BorderPane(new CardPane(open, model.clock(), texts));
      whole.setBottom(DecisionBar.ofDraft(open, texts, texts.of("approvals.bar.undo"), model::undo, model::leaveUndo));
      card.getChildren().add(whole);
    } else if (row != null) {
      BorderPane whole = new BorderPane(
          new CardPane(row.request(), model.clock(), texts));
      if (HistoryViewModel.isUndoable(row)) {
        whole.setBottom(undoBar());
      }
      card.getChildren().add(whole);
    }
  }

  private HBox undoBar() {
    Button undo = new Button(texts.of("approvals.history.undo"));
    undo.setId("history-undo");
    undo.setOnAction(_ -> model.previewUndo());
    HBox bar = new HBox(undo);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("decision-bar");
    return bar;
  }
}
