package dev.ironclaw.desktop.ask;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Soon;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableIntegerValue;
import javafx.collections.ObservableList;

/// What waits for a person besides changes, while the app runs.
public final class OpenAsks implements ViewModel {
  private static final Duration CALM = Duration.ofSeconds(2);
  private static final int NOT_FOUND = 404;

  private final Following following;
  private final LoadedList<Ask> asks;
  private final Soon soon;

  public OpenAsks(Backend backend) {
    this.following = new Following(backend);
    this.asks = new LoadedList<>(following.calls(), () -> load(backend.client()));
    this.soon = new Soon(backend.delay(), CALM, asks::load);
  }

  private static List<Ask> load(ControlPlaneClient client) {
    List<Ask> all = new ArrayList<>();
    known(() -> client.usage().questions(0)).stream().filter(question -> question.state().equals("open"))
        .forEach(question -> all.add(new Ask.Budget(question)));
    known(() -> client.schedules().list(Optional.empty())).stream()
        .filter(schedule -> schedule.blocked().isPresent())
        .forEach(schedule -> all.add(new Ask.Blocked(schedule)));
    known(() -> client.questions().list(0)).forEach(question -> all.add(new Ask.Question(question)));
    return all;
  }

  /// None where the control plane is of a time before there were any.
  private static <T> List<T> known(Supplier<List<T>> list) {
    try {
      return list.get();
    } catch (ApiException e) {
      if (e.status() == NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public void start() {
    soon.forget();
    following.begin(this::happened);
    asks.load();
  }

  @Override
  public void stop() {
    soon.forget();
    following.end();
  }

  /// What the host itself says first, so that no agent pushes it out of sight by asking; each kind oldest first.
  public ObservableList<Ask> asks() {
    return asks.items();
  }

  public ObservableIntegerValue count() {
    return Bindings.size(asks.items());
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "question.asked", "question.answered", "budget.question" -> asks.load();
      // A schedule may run each minute, and a right that came back says nothing of schedules.
      case "schedule.changed", "schedule.run", "change.applied" -> soon.ask();
      default -> {
      }
    }
  }

}
