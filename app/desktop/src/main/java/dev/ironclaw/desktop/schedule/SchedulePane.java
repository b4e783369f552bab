package dev.ironclaw.desktop.schedule;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.desktop.approval.Moments;
import dev.ironclaw.desktop.shell.Facts;
import dev.ironclaw.desktop.shell.Page;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One schedule: what it says, how it stands, what can be done, and what came of its runs.
final class SchedulePane extends BorderPane {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm", Locale.ENGLISH);

  private final SchedulesViewModel model;
  private final Texts texts;

  SchedulePane(SchedulesViewModel model, Texts texts) {
    this.model = model;
    this.texts = texts;
    setPadding(new Insets(0, 0, 0, 16));
    model.chosen().subscribe(this::show);
    model.runs().addListener((ListChangeListener<ScheduleRunView>) _ -> show(model.chosen().get()));
  }

  private void show(@Nullable ScheduleView one) {
    setVisible(one != null);
    if (one == null) {
      setCenter(null);
      return;
    }
    Page page = new Page();
    one.blocked().ifPresent(why -> page.add(texts.of("schedules.blocked"), blocked(one, why)));
    page.add(texts.of("schedules.what"), Words.of(VisibleText.text(one.prompt())), facts(one), buttons(one));
    page.add(texts.of("schedules.runs.title"), model.runs().isEmpty()
        ? Words.of(texts.of("schedules.runs.none"), "text-muted")
        : runs(one));
    setCenter(page);
  }

  /// What is missing, and the way to where it is given.
  private Node blocked(ScheduleView one, String why) {
    Hyperlink places = new Hyperlink(texts.of("schedules.blocked.agent"));
    places.setId("schedules-blocked-agent");
    places.getStyleClass().add("row-link");
    places.setOnAction(_ -> model.openAgent(one));
    return new VBox(6, Words.of(VisibleText.line(why)), Words.of(texts.of("schedules.blocked.then"), "text-muted"),
        places);
  }

  private Node facts(ScheduleView one) {
    Facts facts = new Facts().add(texts.of("schedules.fact.agent"), one.agentGroupId())
        .add(texts.of("schedules.fact.when"), one.when())
        .add(texts.of("schedules.fact.state"), model.state(one))
        .add(texts.of("schedules.fact.next"),
            one.nextRun().map(at -> texts.of("schedules.next", time(one, at), Moments.left(
                Instant.parse(at), model.clock().instant(), texts))).orElse(texts.of("schedules.next.none")));
    one.until().ifPresent(end -> facts.add(texts.of("schedules.fact.until"), time(one, end)));
    one.times().ifPresent(most -> facts.add(texts.of("schedules.fact.times"),
        texts.of("schedules.times", one.runs(), most)));
    return facts
        .add(texts.of("schedules.fact.place"), one.channelType().equals("webchat") && one.platformId().equals(one
            .agentGroupId())
                ? texts.of("schedules.place.own")
                : VisibleText.line(one.channelType() + ", " + one.platformId()))
        .add(texts.of("schedules.fact.missed"),
            texts.of(one.missed().equals("once") ? "schedules.missed.once" : "schedules.missed.skip"));
  }

  /// As a clock shows it where the schedule is at home.
  private static String time(ScheduleView one, String at) {
    return TIME.format(Instant.parse(at).atZone(ZoneId.of(one.timezone())));
  }

  private Node buttons(ScheduleView one) {
    FlowPane row = new FlowPane(8, 8);
    boolean open = SchedulesViewModel.isOpen(one);
    add(row, one, "run", open, model::run);
    add(row, one, "pause", one.status().equals("active"), model::pause);
    add(row, one, "resume", one.status().equals("paused") || one.status().equals("cancelled"), model::resume);
    add(row, one, "remove", true, model::remove);
    return row;
  }

  private void add(FlowPane row, ScheduleView one, String what, boolean possible, Consumer<ScheduleView> work) {
    if (possible) {
      Button button = new Button(texts.of("schedules." + what));
      button.setId("schedules-" + what);
      button.setMinWidth(Region.USE_PREF_SIZE);
      button.setOnAction(_ -> work.accept(one));
      row.getChildren().add(button);
    }
  }

  private Node runs(ScheduleView one) {
    Facts facts = new Facts();
    model.runs().forEach(run -> facts.add(time(one, run.due()), model.state(run)
        + Optional.of(run).flatMap(ScheduleRunView::note).map(note -> ": " + VisibleText.line(note)).orElse("")));
    return facts;
  }
}
