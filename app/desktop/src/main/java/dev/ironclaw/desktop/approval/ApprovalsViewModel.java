package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
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
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The inbox: what waits, the open card, and what became of the last ones.
public final class ApprovalsViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final ObservableList<ChangeView> waiting = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ObjectProperty<@Nullable ChangeView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<Optional<CardViewModel>> card = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private Calls calls;
  private Subscription events = Subscription.EMPTY;
  /// An answer to an older question says nothing.
  private int asked;

  public ApprovalsViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.calls = backend.calls();
    chosen.subscribe(change -> open(Optional.ofNullable(change).map(ChangeView::id)));
  }

  @Override
  public void start() {
    calls = backend.calls();
    events = backend.events().listen(this::happened);
    load();
  }

  @Override
  public void stop() {
    events.unsubscribe();
    calls.close();
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// Oldest first.
  public ObservableList<ChangeView> waiting() {
    return waiting;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
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

  public void load() {
    calls.call(backend.client()::pendingChanges, this::loaded, problem -> {
      if (waiting.isEmpty()) {
        state.set(new ListState.Failed(problem.getMessage()));
      }
      note.set(problem.getMessage());
    });
  }

  private void loaded(List<ChangeView> changes) {
    state.set(changes.isEmpty() ? new ListState.Empty() : new ListState.Filled());
    Optional<CardViewModel> open = card.get();
    String wanted = Optional.ofNullable(chosen.get()).map(ChangeView::id).orElse("");
    waiting.setAll(changes);
    Optional<ChangeView> still = changes.stream().filter(change -> change.id().equals(wanted)).findFirst();
    chosen.set(still.orElse(changes.isEmpty() ? null : changes.getFirst()));
    if (open.isPresent() && still.isPresent() && !still.get().cardHash().equals(open.get().change().cardHash())) {
      note.set(texts.of("approvals.note.changed"));
      open(still.map(ChangeView::id));
    }
  }

  /// Moves the mark down (1) or up (-1).
  public void move(int by) {
    if (!waiting.isEmpty()) {
      int at = waiting.indexOf(chosen.get());
      chosen.set(waiting.get(Math.clamp((long) at + by, 0, waiting.size() - 1)));
    }
  }

  /// Opens that change where it waits, for example from a notification.
  public void show(String id) {
    waiting.stream().filter(change -> change.id().equals(id)).findFirst().ifPresent(chosen::set);
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
        card.set(Optional.of(new CardViewModel(change, backend.delay())));
      }
    }, problem -> note.set(problem.getMessage()));
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
        load();
      } else {
        remove(open.change().id());
      }
    }, problem -> refused(open, problem));
  }

  private void refused(CardViewModel open, ApiException problem) {
    open.busy().set(false);
    open.code().set("");
    note.set(problem.getMessage());
    load();
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.pending", "change.approval" -> load();
      case "change.decided" -> decidedElsewhere(event.text("id"), event.text("state"), event.text("decidedBy"));
      default -> {
      }
    }
  }

  private void decidedElsewhere(String id, String outcome, String by) {
    Optional<ChangeView> known = waiting.stream().filter(change -> change.id().equals(id)).findFirst();
    known.ifPresent(change -> {
      note.set(texts.of("approvals.note.decided", texts.of("approvals.state." + outcome), by, change.card().title()));
      remove(id);
    });
  }

  private void remove(String id) {
    int at = waiting.stream().map(ChangeView::id).toList().indexOf(id);
    if (at < 0) {
      return;
    }
    boolean marked = id.equals(Optional.ofNullable(chosen.get()).map(ChangeView::id).orElse(""));
    waiting.remove(at);
    if (marked) {
      chosen.set(waiting.isEmpty() ? null : waiting.get(Math.min(at, waiting.size() - 1)));
    }
    if (waiting.isEmpty()) {
      state.set(new ListState.Empty());
    }
  }
}
