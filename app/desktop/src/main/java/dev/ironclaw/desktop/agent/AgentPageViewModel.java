package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.BudgetQuestionView;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// One agent: what it is, what it may do, where and with whom, and what made it so.
public final class AgentPageViewModel implements ViewModel {
  private static final int NOT_FOUND = 404;

  private final Backend backend;
  private final PendingChanges pending;
  private final Texts texts;
  private final String id;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Optional<AgentFacts>> facts = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Following following;

  AgentPageViewModel(Backend backend, PendingChanges pending, Texts texts, String id) {
    this.backend = backend;
    this.pending = pending;
    this.texts = texts;
    this.id = id;
    this.following = new Following(backend);
    this.calls = following.calls();
  }

  @Override
  public void start() {
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
  }

  /// What was known stays where loading fails; an agent that is gone is said to be gone.
  public void load() {
    calls.call(() -> AgentFacts.load(backend.client(), id), found -> {
      facts.set(Optional.of(found));
      state.set(new ListState.Filled());
    }, problem -> {
      boolean gone = problem.status() == NOT_FOUND;
      if (gone || facts.get().isEmpty()) {
        facts.set(Optional.empty());
        state.set(new ListState.Failed(gone ? texts.of("agents.gone") : problem.words()));
      }
    });
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied", "budget.reached", "budget.question" -> load();
      default -> {
      }
    }
  }

  /// Lets it go on beyond its soft limit.
  void goOn(BudgetQuestionView question) {
    answer(question, "go-on", "agents.limit.went-on");
  }

  /// Stops it at its soft limit, until the day or month is over: a brake asks nothing.
  void stopAtLimit(BudgetQuestionView question) {
    answer(question, "stop", "agents.limit.stopped");
  }

  private void answer(BudgetQuestionView question, String answer, String said) {
    calls.call(() -> backend.client().usage().answer(question.id(), answer), _ -> {
      note.set(texts.of(said));
      load();
    }, problem -> {
      note.set(problem.words());
      load();
    });
  }

  /// How the last thing ended.
  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  public String id() {
    return id;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<AgentFacts>> facts() {
    return facts.getReadOnlyProperty();
  }

  /// What waits, of all agents.
  PendingChanges pending() {
    return pending;
  }

  InstantSource clock() {
    return backend.clock();
  }
}
