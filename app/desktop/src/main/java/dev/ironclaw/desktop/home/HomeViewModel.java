package dev.ironclaw.desktop.home;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.client.UsageClient;
import dev.ironclaw.contract.api.ActivityView;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.api.PanicView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.posture.Walls;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Soon;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The whole at a glance. Loaded anew when something happened, a few seconds apart at most, and worded anew every minute.
public final class HomeViewModel implements ViewModel {
  static final Duration CALM = Duration.ofSeconds(2);
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final Backend backend;
  private final PendingChanges pending;
  private final OpenAsks asks;
  private final Texts texts;
  private final ZoneId zone;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Optional<Glance>> glance = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper braking = new ReadOnlyBooleanWrapper();
  private Optional<Facts> facts = Optional.empty();
  private final Following following;
  private int visit;
  private int asked;
  private final Soon soon;

  /// What is shown.
  ///
  /// @param prepared boxes that wait for a conversation
  /// @param today empty where the control plane does not count
  /// @param spending the same
  /// @param now when the words were made
  public record Glance(List<RunningBox> running, long prepared, List<HealthRow> health, Optional<Today> today,
      Optional<Spending> spending, Optional<PanicView> panic, Instant now) {}

  private record Facts(Walls walls, List<AgentView> agents, MasterKeyView key, Optional<ActivityView> activity,
      Optional<Spending> spending) {
    StatusView status() {
      return walls.status();
    }
  }

  public HomeViewModel(Backend backend, PendingChanges pending, OpenAsks asks, Texts texts, ZoneId zone) {
    this.backend = backend;
    this.pending = pending;
    this.asks = asks;
    this.texts = texts;
    this.zone = zone;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.soon = new Soon(backend.delay(), CALM, this::load);
  }

  @Override
  public void start() {
    visit++;
    soon.forget();
    braking.set(false);
    following.begin(this::happened);
    load();
    eachMinute(visit);
  }

  @Override
  public void stop() {
    visit++;
    soon.forget();
    following.end();
  }

  /// What waits for the person, the oldest first.
  public PendingChanges pending() {
    return pending;
  }

  /// What waits for the person besides.
  public OpenAsks asks() {
    return asks;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<Glance>> glance() {
    return glance.getReadOnlyProperty();
  }

  /// How the last thing ended.
  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /// True while the brake is being pulled or let go.
  public ReadOnlyBooleanProperty braking() {
    return braking.getReadOnlyProperty();
  }

  public void load() {
    int question = ++asked;
    calls.call(this::ask, found -> {
      // An older answer may come after a newer one.
      if (question == asked) {
        facts = Optional.of(found);
        show();
        state.set(new ListState.Filled());
      }
    }, problem -> {
      if (question == asked && facts.isEmpty()) {
        state.set(new ListState.Failed(problem.words()));
      }
    });
  }

  private Facts ask() {
    ControlPlaneClient client = backend.client();
    return new Facts(Walls.ask(client), client.agents(), client.masterKey(), activity(client), spending(client));
  }

  private static Optional<ActivityView> activity(ControlPlaneClient client) {
    try {
      // One more than a day has: the day on which summer ends has 25.
      return Optional.of(client.activity(Today.HOURS + 1));
    } catch (ApiException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<Spending> spending(ControlPlaneClient client) {
    try {
      UsageClient usage = client.usage();
      return Optional.of(
          Spending.of(usage.sums("day", Optional.empty(), Optional.empty(), Optional.empty()), usage.budgets()));
    } catch (ApiException e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void show() {
    Instant now = backend.clock().instant();
    facts.ifPresent(known -> glance.set(Optional.of(new Glance(
        RunningBox.of(known.status().boxes(), known.agents()),
        known.status().boxes().stream().filter(box -> box.sessionId().isEmpty()).count(),
        new Health(texts, now).rows(known.walls(), known.key()),
        known.activity().map(activity -> Today.of(activity, now, zone)), known.spending(), known.status().panic(),
        now))));
  }

  private void eachMinute(int since) {
    backend.delay().after(MINUTE, () -> {
      if (since == visit) {
        show();
        eachMinute(since);
      }
    });
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "system.panic" -> load();
      case StreamEvent.CHAT_MESSAGE, "session.state", "change.decided", StreamEvent.AUDIT_APPENDED,
          "sandbox.selftest", "change.applied", "grant.ended", "usage.changed", "budget.reached" ->
        soon.ask();
      default -> {
      }
    }
  }

  /// Everything stands still at once: a brake asks nothing.
  public void pause() {
    brake(() -> backend.client().panic(new PanicBody(Optional.of("from the app's home screen"))),
        texts.of("home.note.paused"));
  }

  public void goOn() {
    brake(backend.client()::resume, texts.of("home.note.resumed"));
  }

  private void brake(Supplier<?> call, String done) {
    braking.set(true);
    calls.call(call, _ -> {
      braking.set(false);
      note.set(done);
      load();
    }, problem -> {
      braking.set(false);
      note.set(problem.words());
      load();
    });
  }
}
