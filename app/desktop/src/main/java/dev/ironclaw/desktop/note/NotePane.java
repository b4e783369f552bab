package dev.ironclaw.desktop.note;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.SureButton;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One note in the words in which it stands, or other words for it.
final class NotePane extends BorderPane {
  private final NotesViewModel model;
  private final Texts texts;

  NotePane(NotesViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    setPadding(new Insets(0, 0, 0, 16));
    model.chosen().subscribe(_ -> show());
    model.draft().map(Optional::isPresent).subscribe(_ -> show());
  }

  private void show() {
    NoteView chosen = model.chosen().get();
    if (model.draft().get().isPresent()) {
      if (!(getCenter() instanceof NoteEditor)) {
        setCenter(new NoteEditor(model, texts));
      }
    } else {
      setCenter(read(chosen));
    }
  }

  private @Nullable Node read(@Nullable NoteView note) {
    if (note == null) {
      return null;
    }
    Button edit = new Button(texts.of("notes.edit"));
    edit.setId("notes-edit");
    edit.setOnAction(_ -> model.edit(note));
    SureButton erase = new SureButton(texts.of("notes.erase"), texts.of("notes.erase.sure"), () -> model.erase(note));
    erase.setId("notes-erase");
    for (Region button : new Region[]{edit, erase}) {
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    Page page = new Page();
    page.add(VisibleText.line(note.title()), Words.of(about(note), "text-muted"), quote(note),
        new HBox(8, edit, erase));
    return page;
  }

  private String about(NoteView note) {
    String changed = texts.of("notes.changed",
        Moments.ago(Instant.parse(note.changedAt()), model.clock().instant(), texts), by(note));
    return note.tags().isEmpty()
        ? changed
        : texts.of("notes.row", changed, VisibleText.line(String.join(", ", note.tags())));
  }

  private String by(NoteView note) {
    return note.changedBy().startsWith("operator:")
        ? VisibleText.line(note.changedBy().substring("operator:".length()))
        : texts.of("notes.by.agent");
  }

  /// The words of an agent: in a quote, and never as the app's own.
  static Node quote(NoteView note) {
    VBox quote = new VBox(Words.of(VisibleText.text(note.text())));
    quote.getStyleClass().add("document-quote");
    return quote;
  }
}
