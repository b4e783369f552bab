package dev.ironclaw.desktop.note;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.desktop.shell.Field;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Other words for a note. Where somebody changed it meanwhile, theirs stand above, and a person chooses.
final class NoteEditor extends BorderPane {
  private static final int ROWS = 12;

  private final NotesViewModel model;
  private final Texts texts;
  private final TextField title = new TextField();
  private final TextField tags = new TextField();
  private final TextArea text = new TextArea();
  private final Button save;

  NoteEditor(NotesViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    Optional<NoteDraft> begun = model.draft().get();
    input(title, "notes-title", begun.map(NoteDraft::title).orElse(""));
    input(tags, "notes-tags", begun.map(NoteDraft::tags).orElse(""));
    input(text, "notes-text", begun.map(NoteDraft::text).orElse(""));
    Words.wrap(text);
    text.setPrefRowCount(ROWS);
    save = button("notes.save", "notes-save", model::save);
    save.getStyleClass().add("accent");
    ObservableValue<Map<String, String>> objections = model.draft()
        .map(now -> now.map(draft -> draft.objections(texts)).orElse(Map.of()));
    VBox other = new VBox(8);
    other.managedProperty().bind(other.visibleProperty());
    model.conflict().subscribe(now -> conflict(other, now));
    VBox fields = new VBox(16, other,
        new Field(texts.of("notes.title"), texts.of("notes.title.help"), title,
            objections.map(why -> why.get("title"))),
        new Field(texts.of("notes.tags"), texts.of("notes.tags.help"), tags, objections.map(why -> why.get("tags"))),
        new Field(texts.of("notes.text"), texts.of("notes.text.help"), text, objections.map(why -> why.get("text"))));
    ScrollPane scroll = new ScrollPane(fields);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    setCenter(scroll);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox bar = new HBox(10, button("notes.discard", "notes-discard", model::discard), space, save);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("decision-bar");
    setBottom(bar);
    model.draft().subscribe(_ -> judge());
    model.busy().subscribe(_ -> judge());
    model.conflict().subscribe(_ -> judge());
  }

  private void input(TextInputControl input, String id, String begun) {
    input.setId(id);
    input.setText(begun);
    input.textProperty().subscribe((_, _) -> model.type(title.getText(), tags.getText(), text.getText()));
  }

  private void judge() {
    save.setDisable(!model.isReady());
  }

  private void conflict(VBox box, Optional<NoteView> now) {
    box.setVisible(now.isPresent());
    box.getChildren().clear();
    now.ifPresent(other -> {
      Label head = Words.of(texts.of("notes.conflict.now"), "text-bold");
      box.getChildren().addAll(head, Words.of(VisibleText.line(other.title()), "text-muted"), NotePane.quote(other),
          new HBox(8, button("notes.conflict.mine", "notes-mine", model::saveOver),
              button("notes.conflict.theirs", "notes-theirs", model::discard)));
    });
  }

  private Button button(String key, String id, Runnable work) {
    Button button = new Button(texts.of(key));
    button.setId(id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> work.run());
    return button;
  }
}
