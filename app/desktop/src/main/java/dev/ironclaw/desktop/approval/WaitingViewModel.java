package dev.ironclaw.desktop.approval;

import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.desktop.approval.PendingChanges.Decided;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The inbox: the row that is marked, its card, and how the last thing ended.
public final class WaitingViewModel implements ViewModel {
  private final Backend backend;
  private final PendingChanges pending;
  private final Texts texts;
  private final ObjectProperty<@Nullable ChangeView> chosen = new SimpleObjectProperty<>();
  private final OpenCard card;
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Calls calls;
  private Subscription listening = Subscription.EMPTY;
  /// Where the mark was: what comes there when the marked one goes.
  private int at;
  /// What somebody wants to see as soon as it is in the list.
  private Optional<String> awaited = Optional.empty();

  public WaitingViewModel(Backend backend, PendingChanges pending, Texts texts) {
    this.backend = backend;
    this.pending = pending;
    this.texts = texts;
    this.calls = backend.calls();
    this.card = new OpenCard(backend, calls, pending, note::set, texts);
    chosen.subscribe((before, change) -> {
      // A row that is new in the list may be the same one.
      if (before == null || change == null || !before.id().equals(change.id())) {
        open(Optional.ofNullable(change).map(ChangeView::id));
      }
    });
  }

  @Override
  public void start() {
    calls.open();
    card.resume();
    listening = Subscription.combine(pending.changes().subscribe(this::changed), pending.whenDecided(this::decided),
        pending.told().subscribe((_, words) -> note.set(words)));
    changed();
    // After the list: what is wanted may be further down in it.
    listening = listening
        .and(pending.wanted().subscribe(wish -> wish.ifPresent(_ -> pending.takeWanted().ifPresent(this::show))));
  }

  @Override
  public void stop() {
    listening.unsubscribe();
    calls.close();
  }

  @Override
  public boolean isUnsaved() {
    return card.isUnsaved();
  }

  /// What there is to choose from.
  public PendingChanges pending() {
    return pending;
  }

  OpenCard open() {
    return card;
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// The row that is marked; its card is being opened.
  public ObjectProperty<@Nullable ChangeView> chosen() {
    return chosen;
  }

  /// The open card, as it is now.
  public ReadOnlyObjectProperty<Optional<CardViewModel>> card() {
    return card.shown();
  }

  /// How the last thing ended.
  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  private void changed() {
    List<ChangeView> waiting = pending.changes();
    Optional<ChangeView> still = Optional.ofNullable(chosen.get()).flatMap(marked -> pending.find(marked.id()));
    if (waiting.isEmpty()) {
      chosen.set(null);
      return;
    }
    ChangeView now = still.orElseGet(() -> waiting.get(Math.clamp(at, 0, waiting.size() - 1)));
    at = waiting.indexOf(now);
    chosen.set(now);
    if (card.follow(now)) {
      note.set(texts.of("approvals.note.changed"));
    }
    awaited.filter(id -> pending.find(id).isPresent()).ifPresent(this::mark);
  }

  /// Moves the mark down (1) or up (-1).
  public void move(int by) {
    List<ChangeView> waiting = pending.changes();
    if (!waiting.isEmpty()) {
      at = Math.clamp((long) waiting.indexOf(chosen.get()) + by, 0, waiting.size() - 1);
      chosen.set(waiting.get(at));
    }
  }

  /// Opens it anew also where it is open: what is raised under somebody's hands takes no key for a moment. One that is not
  /// in the list may be too new for it, decided, or none at all.
  private void show(String id) {
    if (pending.find(id).isPresent()) {
      mark(id);
      return;
    }
    awaited = Optional.of(id);
    calls.call(() -> backend.client().change(id), change -> {
      if (change.state().equals("pending")) {
        pending.load();
      } else {
        awaited = Optional.empty();
        note.set(texts.of("approvals.note.decided", texts.of("approvals.state." + change.state()),
            change.decision().map(DecisionView::decidedBy).orElse(texts.of("shell.name")), change.card().title()));
      }
    }, problem -> note.set(problem.status() == 404 ? texts.of("approvals.note.unknown", id) : problem.words()));
  }

  private void mark(String id) {
    awaited = Optional.empty();
    pending.find(id).ifPresent(change -> {
      chosen.set(change);
      open(Optional.of(id));
    });
  }

  private void open(Optional<String> id) {
    card.open(id);
  }

  /// Approves the open card, where everything is there.
  public void approve() {
    card.approve();
  }

  /// Always possible: saying no needs no code and no name.
  public void reject(String reason) {
    card.reject(reason);
  }

  private void decided(Decided decided) {
    note.set(texts.of("approvals.note.decided", texts.of("approvals.state." + decided.outcome()), decided.by(),
        decided.change().card().title()));
  }
}
