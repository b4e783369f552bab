package dev.ironclaw.desktop.schedule;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// A schedule that a person writes down. It is asked for like one that an agent wants, and decided on its card. What was
/// typed stays until it is asked for or given up.
public final class NewSchedule implements ViewModel {
  /// How it comes back.
  public enum Repeat {
    ONCE, HOURLY, DAILY, WEEKLY, RULE
  }

  private final Backend backend;
  private final Navigation navigation;
  private final Texts texts;
  private final ZoneId zone;
  private final Runnable granted;
  private final Calls calls;
  private final ObservableList<String> agents = FXCollections.observableArrayList();
  private final BooleanProperty open = new SimpleBooleanProperty();
  private final ObjectProperty<@Nullable String> agent = new SimpleObjectProperty<>();
  private final StringProperty prompt = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable LocalDate> date = new SimpleObjectProperty<>();
  private final StringProperty time = new SimpleStringProperty("");
  private final ObjectProperty<Repeat> repeat = new SimpleObjectProperty<>(Repeat.ONCE);
  private final StringProperty rule = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper objection = new ReadOnlyStringWrapper("");

  /// @param zone in which its times are meant
  /// @param granted runs where the rules granted it without a card
  NewSchedule(Backend backend, Navigation navigation, Texts texts, ZoneId zone, Runnable granted) {
    this.backend = backend;
    this.navigation = navigation;
    this.texts = texts;
    this.zone = zone;
    this.granted = granted;
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
    calls.call(() -> backend.client().agents(), found -> {
      agents.setAll(found.stream().map(AgentView::id).toList());
      if (agent.get() == null && !agents.isEmpty()) {
        agent.set(agents.getFirst());
      }
    }, problem -> objection.set(problem.words()));
  }

  @Override
  public void stop() {
    calls.close();
  }

  @Override
  public boolean isUnsaved() {
    return !prompt.get().isBlank();
  }

  BooleanProperty open() {
    return open;
  }

  ObservableList<String> agents() {
    return agents;
  }

  ObjectProperty<@Nullable String> agent() {
    return agent;
  }

  StringProperty prompt() {
    return prompt;
  }

  ObjectProperty<@Nullable LocalDate> date() {
    return date;
  }

  StringProperty time() {
    return time;
  }

  ObjectProperty<Repeat> repeat() {
    return repeat;
  }

  /// Five fields of cron, or an ISO 8601 duration.
  StringProperty rule() {
    return rule;
  }

  /// What is wrong with it; empty where nothing is known to be.
  ReadOnlyStringProperty objection() {
    return objection.getReadOnlyProperty();
  }

  ZoneId zone() {
    return zone;
  }

  void giveUp() {
    prompt.set("");
    rule.set("");
    objection.set("");
    open.set(false);
  }

  /// Asks for it and shows its card, where it needs one.
  void ask() {
    String who = agent.get();
    Optional<Map<String, Object>> payload = payload();
    if (who == null || payload.isEmpty()) {
      return;
    }
    objection.set("");
    calls.call(() -> backend.client()
        .submit(ChangeSubmitBody.of(Optional.empty(), "schedule", who, payload.get(), Optional.empty())), this::asked,
        problem -> objection.set(problem.words()));
  }

  private void asked(ChangeAccepted change) {
    if (SchedulesViewModel.GRANTED.contains(change.state())) {
      giveUp();
      granted.run();
      return;
    }
    if (!change.state().equals("pending")) {
      // What was typed stays, to be mended.
      calls.call(() -> backend.client().change(change.id()), found -> objection.set(
          found.decision().flatMap(decision -> decision.reason()).orElse(texts.of("schedules.refused"))),
          problem -> objection.set(problem.words()));
      return;
    }
    giveUp();
    navigation.go("approvals", change.id());
  }

  private Optional<Map<String, Object>> payload() {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("prompt", prompt.get());
    payload.put("timezone", zone.getId());
    LocalDate day = date.get();
    if (prompt.get().isBlank()) {
      return refused("schedules.new.no-prompt");
    }
    if (day != null || !time.get().isBlank()) {
      Optional<LocalTime> clock = clock();
      if (day == null || clock.isEmpty()) {
        return refused("schedules.new.no-time");
      }
      payload.put("run_at", day.atTime(clock.get()).atZone(zone).toOffsetDateTime().toInstant().toString());
    }
    switch (repeat.get()) {
      case ONCE -> {
        if (!payload.containsKey("run_at")) {
          return refused("schedules.new.no-time");
        }
      }
      case HOURLY, DAILY, WEEKLY -> payload.put("recurrence", repeat.get().name().toLowerCase(Locale.ROOT));
      case RULE -> {
        if (rule.get().isBlank()) {
          return refused("schedules.new.no-rule");
        }
        payload.put("recurrence", rule.get().strip());
      }
    }
    return Optional.of(payload);
  }

  private Optional<Map<String, Object>> refused(String key) {
    objection.set(texts.of(key));
    return Optional.empty();
  }

  private Optional<LocalTime> clock() {
    String text = time.get().strip();
    try {
      return Optional.of(LocalTime.parse(text.length() == 4 ? "0" + text : text));
    } catch (DateTimeException notATime) {
      // silent-ok: said below the form
      return Optional.empty();
    }
  }
}
