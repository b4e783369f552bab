package dev.ironclaw.desktop.session;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.TimelineView.EventView;
import dev.ironclaw.desktop.shell.StatePane;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// What happened in one session: sorts and words to look for above, the events below, one in full beside them.
final class TimelinePane extends BorderPane {
  private static final DateTimeFormatter WHOLE = DateTimeFormatter
      .ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM).withLocale(Locale.getDefault())
      .withZone(ZoneId.systemDefault());

  private final SessionsViewModel model;
  private final Timeline timeline;
  private final StateWords words;
  private final Texts texts;
  private final VBox detail = new VBox(10);

  TimelinePane(SessionsViewModel model, StateWords words, Texts texts) {
    this.model = model;
    this.timeline = model.timeline();
    this.words = words;
    this.texts = texts;
    ScrollPane side = new ScrollPane(detail);
    side.setFitToWidth(true);
    side.getStyleClass().add("edge-to-edge");
    detail.getStyleClass().add("event-detail");
    SplitPane both = new SplitPane(list(), side);
    both.setDividerPositions(0.62);
    VBox whole = new VBox(8, filter(), new StatePane(texts, "sessions.timeline", timeline.state(), both,
        timeline::load));
    VBox.setVgrow(whole.getChildren().getLast(), Priority.ALWAYS);
    whole.getStyleClass().add("timeline");
    setCenter(whole);
    timeline.chosen().subscribe(this::show);
  }

  private FlowPane filter() {
    FlowPane row = new FlowPane(6, 6);
    row.setAlignment(Pos.CENTER_LEFT);
    for (String sort : Timeline.SORTS) {
      ToggleButton toggle = new ToggleButton(words.sort(sort), new FontIcon(StateWords.icon(sort)));
      toggle.setId("sort-" + sort);
      toggle.getStyleClass().addAll("small", "sort", "sort-" + sort);
      toggle.setSelected(timeline.sorts().contains(sort));
      toggle.selectedProperty().subscribe((_, on) -> {
        if (on) {
          timeline.sorts().add(sort);
        } else {
          timeline.sorts().remove(sort);
        }
      });
      row.getChildren().add(toggle);
    }
    TextField text = new TextField();
    text.setId("timeline-text");
    text.setPromptText(texts.of("sessions.timeline.text"));
    text.setAccessibleText(texts.of("sessions.timeline.text"));
    text.textProperty().bindBidirectional(timeline.text());
    text.setPrefWidth(170);
    row.getChildren().add(text);
    return row;
  }

  private BorderPane list() {
    ListView<EventView> list = new ListView<>(timeline.shown());
    list.setId("timeline-list");
    list.setPlaceholder(new Label(texts.of("sessions.timeline.none")));
    list.setFixedCellSize(EventCell.HEIGHT);
    list.setCellFactory(_ -> new EventCell(model, words));
    list.getSelectionModel().selectedItemProperty().subscribe(marked -> timeline.chosen().set(marked));
    Button more = new Button(texts.of("sessions.timeline.more"));
    more.getStyleClass().addAll("flat", "small");
    more.setOnAction(_ -> timeline.loadMore());
    more.visibleProperty().bind(timeline.more());
    Label count = new Label();
    count.getStyleClass().addAll("text-muted", "text-small");
    count.textProperty().bind(Bindings.createStringBinding(
        () -> texts.of("sessions.timeline.count", timeline.shown().size(), timeline.events().size()),
        timeline.shown(), timeline.events()));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox foot = new HBox(8, count, space, more);
    foot.setAlignment(Pos.CENTER_LEFT);
    BorderPane pane = new BorderPane(list);
    pane.setBottom(foot);
    return pane;
  }

  private void show(@Nullable EventView event) {
    detail.getChildren().clear();
    if (event == null) {
      Label hint = Words.of(texts.of("sessions.timeline.choose"));
      hint.getStyleClass().add("text-muted");
      detail.getChildren().add(hint);
      return;
    }
    Label title = Words.of(words.title(event, agent()));
    title.getStyleClass().add("text-bold");
    Label below = Words.of(
        texts.of("sessions.event", words.sort(event.sort()), WHOLE.format(Instant.parse(event.time())),
            VisibleText.line(event.actor())));
    below.getStyleClass().addAll("text-muted", "text-small");
    VBox said = new VBox(Words.of(VisibleText.text(event.text())));
    said.getStyleClass().add("quote");
    detail.getChildren().addAll(title, below, said);
    if (event.cut()) {
      Label cut = Words.of(texts.of("sessions.event.cut"));
      cut.getStyleClass().addAll("text-muted", "text-small");
      detail.getChildren().add(cut);
    }
    event.changeId().ifPresent(id -> {
      Button open = new Button(texts.of("sessions.event.change"));
      open.setOnAction(_ -> model.openChange(id));
      detail.getChildren().add(open);
    });
  }

  private String agent() {
    SessionRow row = model.chosen().get();
    return row == null ? "" : row.agent();
  }
}
