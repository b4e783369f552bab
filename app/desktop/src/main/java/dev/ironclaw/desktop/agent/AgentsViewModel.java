package dev.ironclaw.desktop.agent;

import dev.ironclaw.desktop.agent.BuilderViewModel.Subject;
import dev.ironclaw.desktop.agent.BuilderViewModel.Unsaved;
import dev.ironclaw.desktop.approval.PendingChanges;
import dev.ironclaw.desktop.note.NoteDraft;
import dev.ironclaw.desktop.note.NotesViewModel;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;

/// Which page of the agents is open, and the way between them. Forms that were left are kept until the app ends.
public final class AgentsViewModel implements ViewModel {
  /// The item that opens an empty form; no agent has this id.
  public static final String NEW = "+";

  private final Backend backend;
  private final PendingChanges pending;
  private final Navigation navigation;
  private final Texts texts;
  private final Map<Subject, Unsaved> drafts = new HashMap<>();
  private final Map<String, BudgetFormViewModel.Unsaved> budgets = new HashMap<>();
  private final Map<String, NoteDraft> notes = new HashMap<>();
  private final AgentListViewModel list;
  private final ReadOnlyObjectWrapper<Page> page;
  private Subscription wishes = Subscription.EMPTY;
  private boolean started;

  /// What is open.
  public sealed interface Page {
    /// What it shows.
    ViewModel model();

    record Overview(AgentListViewModel model) implements Page {}

    record One(AgentPageViewModel model) implements Page {}

    record Form(BuilderViewModel model) implements Page {}

    record Budget(BudgetFormViewModel model) implements Page {}

    record Notes(NotesViewModel model) implements Page {}

    /// The cards of what is wanted.
    ///
    /// @param back where the way back leads
    record Review(ReviewViewModel model, Page back) implements Page {}
  }

  AgentsViewModel(Backend backend, PendingChanges pending, Navigation navigation, Texts texts) {
    this.backend = backend;
    this.pending = pending;
    this.navigation = navigation;
    this.texts = texts;
    this.list = new AgentListViewModel(backend, pending);
    this.page = new ReadOnlyObjectWrapper<>(new Page.Overview(list));
  }

  @Override
  public void start() {
    started = true;
    page.get().model().start();
    wishes = navigation.host("agents", this::show);
  }

  @Override
  public void stop() {
    wishes.unsubscribe();
    started = false;
    page.get().model().stop();
  }

  @Override
  public boolean isUnsaved() {
    return !drafts.isEmpty() || !budgets.isEmpty() || !notes.isEmpty();
  }

  /// @param item an agent's id, or [#NEW]
  private void show(String item) {
    if (item.equals(NEW)) {
      create();
    } else {
      open(item);
    }
  }

  public ReadOnlyObjectProperty<Page> page() {
    return page.getReadOnlyProperty();
  }

  public Navigation navigation() {
    return navigation;
  }

  private void go(Page next) {
    if (started) {
      page.get().model().stop();
    }
    page.set(next);
    if (started) {
      next.model().start();
    }
  }

  public void overview() {
    go(new Page.Overview(list));
  }

  public void open(String agent) {
    go(new Page.One(new AgentPageViewModel(backend, pending, texts, agent)));
  }

  /// To the first steps, which end with an agent that answers.
  public void setUp() {
    navigation.go("onboarding");
  }

  public void create() {
    form(new Subject.Fresh());
  }

  public void edit(String agent) {
    form(new Subject.Edit(agent));
  }

  public void duplicate(String agent) {
    form(new Subject.CopyOf(agent));
  }

  public void budget(String agent) {
    go(new Page.Budget(new BudgetFormViewModel(backend, texts, agent, budgets)));
  }

  /// What it remembers.
  public void notes(String agent) {
    go(new Page.Notes(new NotesViewModel(backend, texts, agent, notes)));
  }

  private void form(Subject subject) {
    go(new Page.Form(new BuilderViewModel(backend, texts, subject, drafts)));
  }

  /// True where a form about it was left unfinished.
  public boolean isDrafted(Subject subject) {
    return drafts.containsKey(subject);
  }

  /// Shows what the form would ask for.
  public void review(Page.Form form) {
    if (form.model().isReady()) {
      review(form.model().plan(), form, form.model()::asked);
    }
  }

  /// Shows what the form would ask for.
  public void review(Page.Budget form) {
    if (form.model().isReady()) {
      review(form.model().plan(), form, form.model()::asked);
    }
  }

  /// Shows what retiring it would take away.
  public void retire(Page.One one) {
    review(Plan.retire(one.model().id()), one, () -> {});
  }

  private void review(Plan plan, Page back, Runnable asked) {
    ReviewViewModel review = new ReviewViewModel(backend, texts, plan);
    review.ended().subscribe(ended -> {
      // What was refused or failed is mended in the form.
      if (ended && review.isAsked()) {
        asked.run();
      }
    });
    go(new Page.Review(review, back));
  }

  /// One page up.
  public void back() {
    switch (page.get()) {
      case Page.Overview _ -> {
      }
      case Page.One _ -> overview();
      case Page.Form form -> leave(form.model().subject());
      case Page.Budget budget -> open(budget.model().id());
      case Page.Notes memory -> open(memory.model().agent());
      case Page.Review review -> {
        if (review.model().ended().get() && review.model().isAsked()) {
          leave(review);
        } else {
          go(review.back());
        }
      }
    }
  }

  private void leave(Subject subject) {
    agent(subject).ifPresentOrElse(this::open, this::overview);
  }

  private void leave(Page.Review review) {
    switch (review.back()) {
      case Page.Form form -> leave(form.model().subject());
      case Page.Budget budget -> open(budget.model().id());
      case Page.Overview _,Page.One _,Page.Notes _,Page.Review _ -> overview();
    }
  }

  private static Optional<String> agent(Subject subject) {
    return switch (subject) {
      case Subject.Fresh _ -> Optional.empty();
      case Subject.CopyOf copy -> Optional.of(copy.id());
      case Subject.Edit edit -> Optional.of(edit.id());
    };
  }
}
