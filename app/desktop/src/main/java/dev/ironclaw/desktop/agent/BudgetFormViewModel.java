package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.BudgetView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The form for one agent's budget. What was typed and not yet asked for outlives it as a draft.
public final class BudgetFormViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final String id;
  private final Map<String, Unsaved> drafts;
  private final Following following;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Optional<BudgetView>> budget = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Map<String, String>> objections = new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyBooleanWrapper dirty = new ReadOnlyBooleanWrapper();
  private final Map<String, StringProperty> fields = new LinkedHashMap<>();
  private Optional<BudgetDraft> original = Optional.empty();
  private boolean filling;

  /// A form that was left.
  ///
  /// @param original what the budget was then
  record Unsaved(BudgetDraft original, BudgetDraft now) {}

  /// @param drafts what was left unfinished, by agent; kept by the caller
  BudgetFormViewModel(Backend backend, Texts texts, String id, Map<String, Unsaved> drafts) {
    this.backend = backend;
    this.texts = texts;
    this.id = id;
    this.drafts = drafts;
    this.following = new Following(backend);
    this.calls = following.calls();
    for (String span : BudgetDraft.SPANS) {
      fields.put(BudgetDraft.soft(span), new SimpleStringProperty(""));
      fields.put(BudgetDraft.hard(span), new SimpleStringProperty(""));
    }
    fields.values().forEach(field -> field.subscribe(this::changed));
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

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied", "budget.reached" -> load();
      default -> {
      }
    }
  }

  /// What was typed stays; what somebody else changed meanwhile comes in where nothing was typed.
  public void load() {
    calls.call(() -> backend.client().usage().budget(id), this::loaded, problem -> {
      if (original.isEmpty()) {
        state.set(new ListState.Failed(problem.words()));
      }
    });
  }

  private void loaded(BudgetView found) {
    BudgetDraft now = BudgetDraft.of(found);
    BudgetDraft shown = original.map(before -> draft().rebased(before, now))
        .or(() -> Optional.ofNullable(drafts.get(id)).map(left -> left.now().rebased(left.original(), now)))
        .orElse(now);
    original = Optional.of(now);
    budget.set(Optional.of(found));
    fill(shown);
    state.set(new ListState.Filled());
  }

  private void fill(BudgetDraft draft) {
    filling = true;
    fields.forEach((key, field) -> field.set(draft.field(key)));
    filling = false;
    changed();
  }

  private void changed() {
    if (filling || original.isEmpty()) {
      return;
    }
    BudgetDraft now = draft();
    objections.set(now.objections(texts));
    // 2 and 2.00 are the same limit, and nothing to ask for.
    dirty.set(!objections.get().isEmpty() || !now.payload().equals(original.get().payload()));
    if (dirty.get()) {
      drafts.put(id, new Unsaved(original.get(), now));
    } else {
      drafts.remove(id);
    }
  }

  private BudgetDraft draft() {
    Map<String, String> typed = new LinkedHashMap<>();
    fields.forEach((key, field) -> typed.put(key, field.get()));
    return new BudgetDraft(typed);
  }

  /// Back to the budget in force.
  public void discard() {
    original.ifPresent(this::fill);
  }

  /// What would be asked for; only where [#isReady].
  Plan plan() {
    return Plan.budget(id, draft().payload());
  }

  /// It was asked for: no draft stays.
  void asked() {
    drafts.remove(id);
  }

  public String id() {
    return id;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// The budget in force and how far it is used up; empty before it is known.
  public ReadOnlyObjectProperty<Optional<BudgetView>> budget() {
    return budget.getReadOnlyProperty();
  }

  /// By field, as [#field] names it; empty where it can go on.
  public ReadOnlyObjectProperty<Map<String, String>> objections() {
    return objections.getReadOnlyProperty();
  }

  /// True where there is something to ask for, or to lose.
  public ReadOnlyBooleanProperty dirty() {
    return dirty.getReadOnlyProperty();
  }

  /// True where there is something to ask for and nothing speaks against it.
  public boolean isReady() {
    return dirty.get() && objections.get().isEmpty();
  }

  /// One amount as it is typed.
  ///
  /// @param key `<span>.soft` or `<span>.hard`
  public StringProperty field(String key) {
    return Objects.requireNonNull(fields.get(key), key);
  }
}
