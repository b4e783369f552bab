package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.PostureWords;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Question;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import dev.ironclaw.desktop.shell.Wrapping;
import java.time.Instant;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One session: whose, where and how its box stands, what happened in it, and its box as measured.
final class SessionPane extends BorderPane {
  private final SessionsViewModel model;
  private final Questions questions;
  private final StateWords words;
  private final Texts texts;
  private final Label name = new Label();
  private final Label below = Words.of("");
  private final Button chat;
  private final Button end;
  private final VBox posture = new VBox(12);

  SessionPane(SessionsViewModel model, Questions questions, StateWords words, Texts texts) {
    this.model = model;
    this.questions = questions;
    this.words = words;
    this.texts = texts;
    getStyleClass().add("conversation");
    name.getStyleClass().add("title-4");
    below.getStyleClass().add("text-muted");
    chat = new Button(texts.of("sessions.chat"));
    chat.setOnAction(_ -> chosen().ifPresent(model::openChat));
    end = new Button(texts.of("sessions.end"));
    end.setId("sessions-end");
    end.setOnAction(_ -> chosen().ifPresent(this::ask));
    chat.managedProperty().bind(chat.visibleProperty());
    for (Button button : new Button[]{chat, end}) {
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    VBox lines = new VBox(4, name, below);
    lines.setMinWidth(0);
    HBox.setHgrow(lines, Priority.ALWAYS);
    HBox head = new HBox(8, lines, chat, end);
    head.setAlignment(Pos.TOP_LEFT);
    head.getStyleClass().add("conversation-head");
    setTop(head);
    setCenter(tabs());
    model.chosen().subscribe(this::show);
  }

  private TabPane tabs() {
    Tab timeline = new Tab(texts.of("sessions.tab.timeline"), new TimelinePane(model, words, texts));
    ScrollPane page = new ScrollPane(posture);
    page.setFitToWidth(true);
    page.getStyleClass().add("edge-to-edge");
    posture.getStyleClass().add("posture-page");
    Tab box = new Tab(texts.of("sessions.tab.box"), page);
    box.setId("tab-session-box");
    TabPane tabs = new TabPane(timeline, box);
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    return tabs;
  }

  private Optional<SessionRow> chosen() {
    return Optional.ofNullable(model.chosen().get());
  }

  private void show(@Nullable SessionRow row) {
    setVisible(row != null);
    if (row == null) {
      return;
    }
    name.setText(row.agent());
    String state = words.of(row.session().containerStatus());
    String since = row.since().map(at -> texts.of("sessions.since", state, ago(at))).orElse(state);
    below.setText(Wrapping.safe(texts.of("sessions.head", model.place(row), since, ago(row.session().lastActive()))
        + row.usage().map(usage -> "\n" + new UsageWords(texts).sentence(usage, model.clock().instant())).orElse("")
        + row.session().note().map(note -> "\n" + VisibleText.text(note)).orElse("")));
    chat.setVisible(row.isOwnChat());
    end.setDisable(!row.hasBox());
    posture.getChildren().setAll(row.session().posture().map(this::measured)
        .orElseGet(() -> Words.of(texts.of("sessions.box.none"))));
  }

  private String ago(String at) {
    return Moments.ago(Instant.parse(at), model.clock().instant(), texts);
  }

  private Node measured(BoxPosture measured) {
    GridPane grid = new GridPane();
    grid.setHgap(24);
    grid.setVgap(8);
    int row = 0;
    for (PostureWords.Line line : PostureWords.of(measured)) {
      Label what = new Label(line.name());
      what.getStyleClass().add("text-muted");
      what.setMinWidth(Region.USE_PREF_SIZE);
      grid.addRow(row++, what, Words.of(VisibleText.line(line.value())));
    }
    return new VBox(12, Words.of(texts.of("sessions.box.measured")), grid);
  }

  private void ask(SessionRow row) {
    questions.ask(new Question(texts.of("sessions.end.question", row.agent()), texts.of("sessions.end.words"),
        texts.of("sessions.end.now"), () -> model.terminate(row)));
  }
}
