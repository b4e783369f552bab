package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionBody;
import dev.ironclaw.contract.api.DecisionResult;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// One card at a time of those that wait, as it is now, and the decision on it.
public final class OpenCard {
  private final Backend backend;
  private final Calls calls;
  private final PendingChanges pending;
  private final Consumer<String> note;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<Optional<CardViewModel>> shown = new ReadOnlyObjectWrapper<>(Optional.empty());
  /// An answer to an older question says nothing.
  private int asked;
  /// The one whose card is on its way.
  private Optional<String> loading = Optional.empty();

  /// @param calls of the view model that shows it
  /// @param note gets how the last thing ended
  public OpenCard(Backend backend, Calls calls, PendingChanges pending, Consumer<String> note, Texts texts) {
    this.backend = backend;
    this.calls = calls;
    this.pending = pending;
    this.note = note;
    this.texts = texts;
  }

  public ReadOnlyObjectProperty<Optional<CardViewModel>> shown() {
    return shown.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// Loads that card; the one that was open stays until then only where it is the same.
  ///
  /// @param id empty: none is open any more
  public void open(Optional<String> id) {
    Optional<String> now = shown.get().map(open -> open.change().id());
    int question = ++asked;
    loading = id;
    if (id.isEmpty()) {
      shown.set(Optional.empty());
      return;
    }
    if (!now.equals(id)) {
      shown.set(Optional.empty());
    }
    calls.call(() -> backend.client().change(id.get()), change -> {
      if (question == asked) {
        loading = Optional.empty();
        show(change);
      }
    }, problem -> {
      if (question == asked) {
        loading = Optional.empty();
      }
      note.accept(problem.words());
    });
  }

  /// Opened anew, it is the same card with the same reason against it.
  private void show(ChangeView change) {
    CardViewModel next = new CardViewModel(change, false, backend.delay());
    shown.get().filter(open -> open.change().id().equals(change.id()) && open.isStill(change))
        .ifPresent(open -> next.reason().set(open.reason().get()));
    shown.set(Optional.of(next));
  }

  /// True while a reason is written and not sent.
  public boolean isUnsaved() {
    return shown.get().filter(open -> !open.reason().get().isBlank()).isPresent();
  }

  /// After a stop: what was on its way then never arrives.
  void resume() {
    loading = Optional.empty();
    shown.get().ifPresent(open -> open.busy().set(false));
  }

  /// What is known of it by now. It is loaded where it is not open, and where it is another card than the one that is:
  /// what was typed for that one says nothing about this one.
  ///
  /// @return true where another card takes the place of the one that was read
  boolean follow(ChangeView now) {
    Optional<CardViewModel> open = shown.get().filter(card -> card.change().id().equals(now.id()));
    boolean same = open.filter(card -> card.isStill(now)).isPresent();
    if (same) {
      open.get().approvals().set(now.approvals());
    } else if (!loading.equals(Optional.of(now.id()))) {
      open(Optional.of(now.id()));
    }
    return open.isPresent() && !same;
  }

  /// Approves it, where everything is there.
  public void approve() {
    shown.get().filter(open -> open.approvable().get())
        .ifPresent(open -> decide(open, () -> backend.client().decide(open.change().id(),
            open.approval(backend.clock().instant()))));
  }

  /// Always possible: saying no needs no code and no name.
  public void reject(String reason) {
    shown.get().ifPresent(open -> decide(open, () -> backend.client().decide(open.change().id(),
        DecisionBody.reject(Optional.of(open.change().cardHash()),
            Optional.of(reason).filter(why -> !why.isBlank())))));
  }

  private void decide(CardViewModel open, Supplier<DecisionResult> decision) {
    open.busy().set(true);
    calls.call(decision, result -> {
      note.accept(texts.of("approvals.note.done", texts.of("approvals.state." + result.state()),
          open.change().card().title()) + result.error().map(why -> ": " + why).orElse(""));
      if (result.state().equals("pending")) {
        // Of two people the first.
        open.busy().set(false);
        open.code().set("");
        pending.load();
      } else {
        pending.remove(open.change().id());
      }
    }, problem -> refused(open, problem));
  }

  private void refused(CardViewModel open, ApiException problem) {
    open.busy().set(false);
    open.code().set("");
    note.accept(problem.words());
    pending.load();
  }
}
