package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.time.Instant;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;

/// The inbox: the list at the left, the open card beside it. J and K move the mark, D asks for a reason to reject; no key
/// approves.
final class WaitingView extends BorderPane {
  private final WaitingViewModel model;
  private final Texts texts;
  private final OpenCardPane card;

  WaitingView(WaitingViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    this.card = new OpenCardPane(model.open(), texts);
    SplitPane both = new SplitPane(list(), card);
    both.setDividerPositions(0.34);
    SplitPane.setResizableWithParent(both.getItems().getFirst(), false);
    setCenter(new StatePane(texts, "approvals", model.pending().state(), both,
        model.pending()::load));
    NoteLine note = new NoteLine(model.note());
    note.setId("approvals-note");
    setBottom(note);
    addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  private ListView<ChangeView> list() {
    ListView<ChangeView> list = new ChosenList<>("approvals-list", model.pending().changes(), model.chosen());
    list.setCellFactory(_ -> new CardCell<>(texts, change -> new CardCell.Row(change.card().risk(),
        VisibleText.line(change.card().title()), texts.of("approvals.row.who",
            about(change),
            Moments.ago(Instant.parse(change.createdAt()), model.clock().instant(), texts)))));
    return list;
  }

  /// Of the rules, of one-off commands and the like there is no agent.
  private String about(ChangeView change) {
    return change.agentGroupId().isEmpty()
        ? texts.of("approvals.card.everybody")
        : VisibleText.line(change.agentGroupName().orElse(change.agentGroupId()));
  }

  private void typed(KeyEvent event) {
    if (event.getTarget() instanceof TextInputControl) {
      return;
    }
    switch (event.getCharacter()) {
      case "j" -> model.move(1);
      case "k" -> model.move(-1);
      case "d" -> card.askReason();
      default -> {
        return;
      }
    }
    event.consume();
  }
}
