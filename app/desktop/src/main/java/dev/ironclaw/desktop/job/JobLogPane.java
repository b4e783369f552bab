package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.NoteLine;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.InstantSource;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The log of a job: who is at its end stays there, who reads further up stays where they are. One line in full below the
/// others, and the place to say something to the job.
final class JobLogPane extends BorderPane {
  private static final double WHOLE = 190;
  private static final double SHARE = 0.34;

  private final JobDetail detail;
  private final JobLog log;
  private final JobWords words;
  private final Texts texts;
  private final ListView<LogRow> list;

  JobLogPane(JobDetail detail, InstantSource clock, JobWords words, Texts texts) {
    this.detail = detail;
    this.log = detail.log();
    this.words = words;
    this.texts = texts;
    this.list = new ListView<>(log.rows());
    list.setId("job-log");
    list.setFixedCellSize(LogCell.HEIGHT);
    list.setCellFactory(_ -> new LogCell(clock, words));
    list.getSelectionModel().selectedItemProperty().subscribe(marked -> log.chosen().set(marked));
    log.chosen().subscribe(row -> {
      if (row == null) {
        list.getSelectionModel().clearSelection();
      }
    });
    log.rows().addListener(this::changed);
    // What opens below takes room from it.
    list.heightProperty().subscribe(() -> {
      if (!log.reading().get()) {
        toEnd();
      }
    });
    list.addEventFilter(ScrollEvent.ANY, _ -> look());
    list.addEventFilter(MouseEvent.MOUSE_DRAGGED, _ -> look());
    list.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> look());
    list.addEventFilter(KeyEvent.KEY_RELEASED, _ -> look());
    BorderPane rows = new BorderPane(list);
    rows.setTop(older());
    rows.setBottom(foot());
    getStyleClass().add("timeline");
    setCenter(new StatePane(texts, "jobs.log", log.state(), rows, log::load).whenEmpty("mdi2t-text-box-outline"));
    setBottom(new VBox(8, whole(), prompt()));
  }

  private Node older() {
    Button older = new Button(texts.of("jobs.log.older"));
    older.setId("job-log-older");
    older.getStyleClass().addAll("flat", "small");
    older.managedProperty().bind(older.visibleProperty());
    older.visibleProperty().bind(log.older());
    older.setOnAction(_ -> log.loadOlder());
    return older;
  }

  private Node foot() {
    Label live = new Label();
    live.setId("job-log-live");
    live.getStyleClass().addAll("text-muted", "text-small");
    live.textProperty().bind(Bindings.createStringBinding(
        () -> texts.of(log.live().get() ? "jobs.log.live" : "jobs.log.still", log.rows().size()), log.live(),
        log.rows()));
    NoteLine trouble = new NoteLine(log.trouble());
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button newest = new Button(texts.of("jobs.log.newest"));
    newest.setId("job-log-newest");
    newest.getStyleClass().addAll("flat", "small");
    newest.visibleProperty().bind(log.newer().or(log.reading()));
    newest.setOnAction(_ -> toNewest());
    HBox foot = new HBox(8, live, trouble, space, newest);
    foot.setAlignment(Pos.CENTER_LEFT);
    return foot;
  }

  private void toNewest() {
    log.reading().set(false);
    if (log.newer().get()) {
      log.load();
    } else {
      toEnd();
    }
  }

  /// What is at the end now, once whoever scrolled has done so.
  private void look() {
    Platform.runLater(() -> log.reading().set(last() < log.rows().size() - 2));
  }

  private void changed(ListChangeListener.Change<? extends LogRow> change) {
    int first = flow().map(VirtualFlow::getFirstVisibleCell).map(cell -> cell.getIndex()).orElse(0);
    int above = 0;
    while (change.next()) {
      if (change.wasAdded() && !change.wasRemoved() && change.getFrom() == 0
          && change.getTo() < change.getList().size()) {
        above = change.getAddedSize();
      }
    }
    if (above > 0) {
      goTo(first + above);
      log.reading().set(true);
    } else if (!log.reading().get()) {
      toEnd();
    }
  }

  private void toEnd() {
    goTo(Math.max(0, log.rows().size() - 1));
  }

  /// Once the list itself knows of the rows.
  private void goTo(int row) {
    Platform.runLater(() -> list.scrollTo(row));
  }

  private int last() {
    return flow().map(VirtualFlow::getLastVisibleCell).map(cell -> cell.getIndex()).orElse(Integer.MAX_VALUE);
  }

  private Optional<VirtualFlow<?>> flow() {
    return Optional.ofNullable((VirtualFlow<?>) list.lookup(".virtual-flow"));
  }

  /// The line that is chosen, in full.
  private Node whole() {
    Label name = new Label();
    name.getStyleClass().add("text-bold");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button close = new Button(texts.of("jobs.log.close"));
    close.getStyleClass().addAll("flat", "small");
    close.setOnAction(_ -> log.chosen().set(null));
    HBox head = new HBox(8, name, space, close);
    head.setAlignment(Pos.CENTER_LEFT);
    LinesPane text = new LinesPane("job-log-whole", _ -> "");
    VBox.setVgrow(text, Priority.ALWAYS);
    VBox whole = new VBox(4, head, text);
    // In a low window the other lines keep some room.
    whole.prefHeightProperty().bind(Bindings.min(WHOLE, heightProperty().multiply(SHARE)));
    whole.setMinHeight(0);
    text.setMinHeight(0);
    whole.managedProperty().bind(whole.visibleProperty());
    log.chosen().subscribe(row -> show(row, whole, name));
    log.whole().subscribe(said -> text.show(Lines.of(VisibleText.text(said))));
    return whole;
  }

  private void show(@Nullable LogRow row, Node whole, Label name) {
    whole.setVisible(row != null);
    name.setText(row == null ? "" : words.kind(row));
  }

  private Node prompt() {
    TextArea area = new TextArea();
    area.setId("job-prompt");
    Words.wrap(area);
    area.setPrefRowCount(2);
    area.setMinHeight(58);
    area.setPromptText(texts.of("jobs.prompt"));
    area.setAccessibleText(texts.of("jobs.prompt"));
    area.textProperty().bindBidirectional(detail.words());
    HBox.setHgrow(area, Priority.ALWAYS);
    CheckBox last = new CheckBox(texts.of("jobs.prompt.last"));
    last.setId("job-prompt-last");
    last.setMinWidth(USE_PREF_SIZE);
    last.selectedProperty().bindBidirectional(detail.last());
    Button send = new Button(texts.of("jobs.prompt.send"));
    send.setId("job-prompt-send");
    send.getStyleClass().add("accent");
    send.disableProperty().bind(Bindings.createBooleanBinding(
        () -> detail.words().get().isBlank() && !detail.last().get(), detail.words(), detail.last()));
    send.setOnAction(_ -> detail.send());
    VBox beside = new VBox(6, send, last);
    HBox row = new HBox(8, area, beside);
    NoteLine said = new NoteLine(detail.said());
    said.getStyleClass().add("objection");
    VBox prompt = new VBox(row, said);
    prompt.managedProperty().bind(prompt.visibleProperty());
    detail.job().subscribe(job -> prompt.setVisible(job != null && job.canPrompt()));
    return prompt;
  }
}
