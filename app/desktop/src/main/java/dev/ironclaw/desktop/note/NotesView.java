package dev.ironclaw.desktop.note;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.ChosenList;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.RowCell;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;

/// The notes of one agent: a search and all of them at the left, one beside them.
public final class NotesView extends BorderPane {
  private static final double LEFT = 0.34;

  private final NotesViewModel model;
  private final Texts texts;

  public NotesView(NotesViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    TextField search = new TextField();
    search.setId("notes-search");
    search.setPromptText(texts.of("notes.search"));
    search.setAccessibleText(texts.of("notes.search"));
    search.textProperty().bindBidirectional(model.query());
    ListView<NoteView> list = list();
    BorderPane left = new BorderPane(new StatePane(texts, "notes", model.state(), list, model::load)
        .whenEmpty("mdi2n-notebook-outline"));
    left.setTop(search);
    BorderPane.setMargin(search, new Insets(0, 0, 8, 0));
    // What is written belongs to the note that it was begun with.
    left.disableProperty().bind(Bindings.createBooleanBinding(() -> model.draft().get().isPresent(), model.draft()));
    NotePane right = new NotePane(model, texts);
    SplitPane both = new SplitPane(left, right);
    both.setDividerPositions(LEFT);
    SplitPane.setResizableWithParent(left, false);
    setCenter(both);
    NoteLine note = new NoteLine(model.note());
    note.setId("notes-note");
    setBottom(note);
  }

  private ListView<NoteView> list() {
    ListView<NoteView> list = new ChosenList<>("notes-list", model.notes(), model.chosen());
    list.setCellFactory(_ -> new Cell());
    return list;
  }

  /// One note: its title, and when it was written.
  private final class Cell extends RowCell<NoteView> {
    private final Label title;
    private final Label below;

    Cell() {
      this(Words.of("", "text-bold"), Words.of("", "text-muted", "text-small"));
    }

    private Cell(Label title, Label below) {
      super(new VBox(3, title, below));
      this.title = title;
      this.below = below;
      getStyleClass().add("card-cell");
    }

    @Override
    protected String show(NoteView one) {
      title.setText(VisibleText.line(one.title()));
      String ago = Moments.ago(Instant.parse(one.changedAt()), model.clock().instant(), texts);
      below.setText(one.tags().isEmpty()
          ? ago
          : texts.of("notes.row", ago, VisibleText.line(String.join(", ", one.tags()))));
      return title.getText() + ". " + below.getText();
    }
  }
}
