package dev.ironclaw.desktop.tray;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.ask.OpenAsks;
import dev.ironclaw.desktop.posture.Walls;
import dev.ironclaw.desktop.posture.Weakness;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.util.Subscription;

/// Keeps the icon as things are.
public final class TrayPresence implements ViewModel {
  private final Backend backend;
  private final PendingChanges pending;
  private final OpenAsks asks;
  private final Texts texts;
  private final Tray tray;
  private final TrayModel model;
  private Optional<Walls> walls = Optional.empty();
  private List<SessionView> sessions = List.of();
  private final Calls calls;
  private Subscription listening = Subscription.EMPTY;

  public TrayPresence(Backend backend, PendingChanges pending, OpenAsks asks, Texts texts, Tray tray) {
    this.backend = backend;
    this.pending = pending;
    this.asks = asks;
    this.texts = texts;
    this.tray = tray;
    this.model = new TrayModel(texts);
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
    listening = Subscription.combine(pending.changes().subscribe(this::show),
        asks.asks().subscribe(this::show),
        backend.events().connected().subscribe((Boolean _) -> show()), backend.events().listen(this::happened));
    load();
  }

  @Override
  public void stop() {
    listening.unsubscribe();
    calls.close();
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "session.state", "system.panic", "sandbox.selftest", "change.applied",
          "grant.ended" ->
        load();
      default -> {
      }
    }
  }

  /// What can't be loaded stays as it was known last: the icon says that the connection is lost.
  private void load() {
    calls.call(() -> Walls.ask(backend.client()), now -> {
      walls = Optional.of(now);
      show();
    }, _ -> show());
    calls.call(backend.client()::sessions, now -> {
      sessions = now;
      show();
    }, _ -> show());
  }

  private void show() {
    TrayFacts facts = facts();
    tray.show(model.state(facts), model.menu(facts));
  }

  private TrayFacts facts() {
    Optional<StatusView> status = walls.map(Walls::status);
    List<String> weaker = Stream.concat(
        walls.stream().flatMap(known -> known.broken(texts).stream()).map(Weakness::title),
        status.stream().flatMap(now -> Weakness.of(now.runtime(), texts).stream()).map(Weakness::title)).toList();
    List<TrayFacts.Session> top = sessions.stream()
        .sorted(Comparator.comparing(TrayPresence::isWorking).thenComparing(SessionView::lastActive).reversed())
        .map(session -> new TrayFacts.Session(session.id(), session.agentGroupName().orElse(session.agentGroupId()),
            isWorking(session)))
        .toList();
    return new TrayFacts(backend.events().connected().get(), status.flatMap(StatusView::panic).isPresent(),
        pending.changes().stream().map(TrayPresence::waiting).toList(),
        asks.asks().stream().map(ask -> new TrayFacts.Asking(ask.screen(), ask.item(), ask.title(texts))).toList(), top,
        weaker.isEmpty()
            ? texts.of("tray.posture", status.map(now -> now.runtime().name()).orElse(""))
            : weaker.getFirst(),
        !weaker.isEmpty());
  }

  private static boolean isWorking(SessionView session) {
    return session.containerStatus().equals("running");
  }

  private static TrayFacts.Waiting waiting(ChangeView change) {
    return new TrayFacts.Waiting(change.id(), change.card().title(), change.card().risk());
  }
}
