package dev.ironclaw.desktop.audit;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.AuditProofView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.approval.CardPane;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One entry, whole, with what proves it; or the card of the change that it is about.
final class EntryPane extends BorderPane {
  private final AuditViewModel model;
  private final Navigation navigation;
  private final InstantSource clock;
  private final Texts texts;
  private EntryWords words;

  EntryPane(AuditViewModel model, Navigation navigation, InstantSource clock, Texts texts, EntryWords words) {
    this.model = model;
    this.navigation = navigation;
    this.clock = clock;
    this.texts = texts;
    this.words = words;
    getStyleClass().add("entry-pane");
    setMinWidth(0);
    model.chosen().subscribe(_ -> show());
    model.proof().subscribe(_ -> show());
  }

  void speak(EntryWords now) {
    words = now;
    show();
  }

  private void show() {
    @Nullable
    AuditEntryView entry = model.chosen().get();
    if (entry == null) {
      setCenter(null);
      setBottom(null);
      return;
    }
    Map<String, String> fields = fields(entry, model.proof().get());
    VBox page = new VBox(12);
    page.getStyleClass().add("entry-page");
    Label title = Words.of(words.stage(entry.stage()) + " · " + EntryWords.cell(entry.kind()));
    title.getStyleClass().add("title-4");
    Label detail = Words.of(EntryWords.text(entry.detail()));
    page.getChildren().addAll(title, detail);
    fields.forEach((key, value) -> page.getChildren().add(field(key, value)));
    ScrollPane scroll = new ScrollPane(page);
    scroll.setFitToWidth(true);
    scroll.getStyleClass().add("edge-to-edge");
    setCenter(scroll);
    setBottom(buttons(entry, fields));
  }

  private Map<String, String> fields(AuditEntryView entry, Optional<AuditProofView> proof) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("audit.entry.time", words.time(entry) + "  (" + VisibleText.line(entry.time()) + ")");
    fields.put("audit.entry.actor", EntryWords.cell(entry.actor()));
    entry.agent().ifPresent(_ -> fields.put("audit.entry.agent", words.agent(entry)));
    entry.subject().ifPresent(subject -> fields.put("audit.entry.subject", EntryWords.cell(subject)));
    fields.put("audit.entry.seq", Long.toString(entry.seq()));
    fields.put("audit.entry.hash", entry.hash());
    proof.ifPresent(known -> {
      fields.put("audit.entry.digest", known.digest());
      fields.put("audit.entry.previous", known.previous());
      fields.put("audit.entry.file", known.file());
      fields.put("audit.entry.checkpoint", known.checkpoint().map(seq -> texts.of("audit.entry.checkpoint.line",
          Long.toString(seq))).orElse(texts.of("audit.entry.checkpoint.none")));
    });
    return fields;
  }

  private Node field(String key, String value) {
    Label name = new Label(texts.of(key));
    name.getStyleClass().addAll("text-caption", "section-title");
    Label words = Words.of(value);
    if (value.matches("[0-9a-f]{64}")) {
      words.getStyleClass().add("hash");
    }
    return new VBox(2, name, words);
  }

  private Node buttons(AuditEntryView entry, Map<String, String> fields) {
    Button copy = new Button(texts.of("audit.entry.copy"));
    copy.setId("audit-copy");
    copy.setOnAction(_ -> copy(entry, fields));
    Button close = new Button(texts.of("audit.entry.close"));
    close.setId("audit-close");
    close.setCancelButton(true);
    close.setOnAction(_ -> model.chosen().set(null));
    HBox bar = new HBox(8, copy);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.getStyleClass().add("decision-bar");
    if (entry.changeId().isPresent()) {
      Button card = new Button(texts.of("audit.entry.card"));
      card.setId("audit-card");
      card.setOnAction(_ -> model.card(this::open));
      bar.getChildren().add(card);
    }
    bar.getChildren().add(close);
    return bar;
  }

  private void copy(AuditEntryView entry, Map<String, String> fields) {
    ClipboardContent content = new ClipboardContent();
    content.putString(words.stage(entry.stage()) + " " + EntryWords.cell(entry.kind()) + "\n"
        + EntryWords.text(entry.detail()) + "\n" + fields.entrySet().stream()
            .map(field -> texts.of(field.getKey()) + ": " + field.getValue()).collect(Collectors.joining("\n")));
    Clipboard.getSystemClipboard().setContent(content);
    model.note().set(texts.of("audit.entry.copied"));
  }

  /// One that waits is decided where all are decided.
  private void open(ChangeView change) {
    if (change.state().equals("pending")) {
      navigation.go("approvals", change.id());
      return;
    }
    Button back = new Button(texts.of("audit.entry.back"));
    back.setOnAction(_ -> show());
    HBox bar = new HBox(back);
    bar.getStyleClass().add("decision-bar");
    setCenter(new CardPane(change, clock, texts));
    setBottom(bar);
  }
}
