package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.desktop.approval.PendingChanges.Decided;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
  private final ReadOnlyObjectWrapper<Optional<CardViewModel>> card = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Calls calls;
  private Subscription listening = Subscription.EMPTY;
  /// Where the mark was: what comes there when the marked one goes.
  private int at;
  /// An answer to an older question says nothing.
  private int asked;
  /// What somebody wants to see as soon as it is in the list.
  private Optional<String> awaited = Optional.empty();

  public WaitingViewModel(Backend backend, PendingChanges pending, Texts texts) {
    this.backend = backend;
    this.pending = pending;
    this.texts = texts;
    this.calls = backend.calls();
    chosen.subscribe(change -> open(Optional.ofNullable(change).map(ChangeView::id)));
  }

  @Override
  public void start() {
    calls.open();
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

  /// What there is to choose from.
  public PendingChanges pending() {
    return pending;
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
    return card.getReadOnlyProperty();
  }

  /// How the last thing ended.
  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  private void changed() {
    List<ChangeView> waiting = pending.changes();
    Optional<ChangeView> still = Optional.ofNullable(chosen.get()).flatMap(marked -> pending.find(marked.id()));
    Optional<CardViewModel> open = card.get();
    if (waiting.isEmpty()) {
      chosen.set(null);
      return;
    }
    ChangeView now = still.orElseGet(() -> waiting.get(Math.clamp(at, 0, waiting.size() - 1)));
    at = waiting.indexOf(now);
    chosen.set(now);
    if (open.isPresent() && still.isPresent() && !now.cardHash().equals(open.get().change().cardHash())) {
      note.set(texts.of("approvals.note.changed"));
      open(Optional.of(now.id()));
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
    Optional<String> now = card.get().map(open -> open.change().id());
    int question = ++asked;
    if (id.isEmpty()) {
      card.set(Optional.empty());
      return;
    }
    if (!now.equals(id)) {
      card.set(Optional.empty());
    }
    calls.call(() -> backend.client().change(id.get()), change -> {
      if (question == asked) {
        card.set(Optional.of(new CardViewModel(change, false, backend.delay())));
      }
    }, problem -> note.set(problem.words()));
  }

  /// Approves the open card, where everything is there.
  public void approve() {
    card.get().filter(open -> open.approvable().get())
        .ifPresent(open -> decide(open, () -> backend.client().decide(open.change().id(),
            open.approval(backend.clock().instant()))));
  }

  /// Always possible: saying no needs no code and no name.
  public void reject(String reason) {
    card.get().ifPresent(open -> decide(open, () -> backend.client().decide(open.change().id(),
        DecisionBody.reject(Optional.of(open.change().cardHash()),
            Optional.of(reason).filter(why -> !why.isBlank())))));
  }

  private void decide(CardViewModel open, Supplier<DecisionResult> decision) {
    open.busy().set(true);
    calls.call(decision, result -> {
      note.set(texts.of("approvals.note.done", texts.of("approvals.state." + result.state()),
          open.change().card().title()) + result.error().map(why -> ": " + why).orElse(""));
      if (result.state().equals("pending")) {
        // Of two people the first.
        open.busy().set(false);
        pending.load();
      } else {
        pending.remove(open.change().id());
      }
    }, problem -> refused(open, problem));
  }

  private void refused(CardViewModel open, ApiException problem) {
    open.busy().set(false);
    open.code().set("");
    note.set(problem.words());
    pending.load();
  }

  private void decided(Decided decided) {
    note.set(texts.of("approvals.note.decided", texts.of("approvals.state." + decided.outcome()), decided.by(),
        decided.change().card().title()));
  }
}
