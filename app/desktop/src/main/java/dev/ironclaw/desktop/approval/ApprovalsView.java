package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.shell.Screen;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The inbox: the list at the left, the open card beside it. J and K move the mark, D asks for a reason to reject; no key
/// approves.
public final class ApprovalsView extends BorderPane {
  private final ApprovalsViewModel model;
  private final Texts texts;
  private final StackPane card = new StackPane();
  private @Nullable CardPane open;

  public ApprovalsView(ApprovalsViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    getStyleClass().add("screen");
    Label title = new Label(texts.of("screen.approvals"));
    title.getStyleClass().add("title-2");
    setTop(title);
    SplitPane both = new SplitPane(list(), card);
    both.setDividerPositions(0.34);
    SplitPane.setResizableWithParent(both.getItems().getFirst(), false);
    setCenter(new StatePane(texts, "approvals", model.pending().state(), both,
        model.pending()::load));
    Label note = new Label();
    note.setId("approvals-note");
    note.getStyleClass().addAll("text-muted", "note");
    note.textProperty().bind(model.note());
    note.visibleProperty().bind(Bindings.isNotEmpty(note.textProperty()));
    note.managedProperty().bind(note.visibleProperty());
    setBottom(note);
    model.card().subscribe(this::show);
    addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  /// The inbox in the navigation, with how many wait.
  public static Screen screen(PendingChanges pending, Texts texts) {
    return new Screen("approvals", "mdi2i-inbox", Bindings.size(pending.changes()), backend -> {
      ApprovalsViewModel model = new ApprovalsViewModel(backend, pending, texts);
      return new Screen.Opened(model, new ApprovalsView(model, texts));
    });
  }

  private ListView<ChangeView> list() {
    ListView<ChangeView> list = new ListView<>(model.pending().changes());
    list.setId("approvals-list");
    list.setCellFactory(_ -> new WaitingCell(texts, model.clock()));
    list.getSelectionModel().selectedItemProperty().subscribe(marked -> {
      // A list that is filled anew marks nothing for a moment.
      if (marked != null) {
        model.chosen().set(marked);
      }
    });
    model.chosen().subscribe(chosen -> list.getSelectionModel().select(chosen));
    return list;
  }

  private void show(Optional<CardViewModel> shown) {
    open = shown.map(now -> new CardPane(now, model.clock(), texts, model::approve, model::reject)).orElse(null);
    card.getChildren().setAll(Optional.<Node>ofNullable(open).stream().toList());
  }

  private void typed(KeyEvent event) {
    if (event.getTarget() instanceof TextInputControl) {
      return;
    }
    switch (event.getCharacter()) {
      case "j" -> model.move(1);
      case "k" -> model.move(-1);
      case "d" -> Optional.ofNullable(open).ifPresent(CardPane::askReason);
      default -> {
        return;
      }
    }
    event.consume();
  }
}
