package dev.ironclaw.desktop.agent;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ShownDraft;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.desktop.approval.CardViewModel;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What the gateway will be asked, card by card, before it is asked: each is approved as it is shown here, or only asked
/// for. A card that has changed since it was shown is shown anew.
public final class ReviewViewModel implements ViewModel {
  private static final Set<String> GOING_WELL = Set.of("pending", "approved", "applied");

  private final Backend backend;
  private final Texts texts;
  private final Plan plan;
  private final Calls calls;
  private final ObservableList<Step> steps = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Optional<CardViewModel>> card = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper ended = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final Following following;
  private boolean asking;

  /// One change.
  ///
  /// @param state what became of it, as the control plane names it; empty while it is open
  public record Step(ChangeView card, Optional<String> state) {}

  public ReviewViewModel(Backend backend, Texts texts, Plan plan) {
    this.backend = backend;
    this.texts = texts;
    this.plan = plan;
    this.following = new Following(backend);
    this.calls = following.calls();
  }

  @Override
  public void start() {
    asking = false;
    following.begin(this::happened);
    if (steps.isEmpty()) {
      load();
    } else {
      card.get().ifPresent(shown -> shown.busy().set(false));
      look();
    }
  }

  @Override
  public void stop() {
    following.end();
  }

  InstantSource clock() {
    return backend.clock();
  }

  public void load() {
    state.set(new ListState.Loading());
    calls.call(() -> plan.cards().apply(backend.client()), found -> {
      steps.setAll(found.stream().map(shown -> new Step(shown, Optional.empty())).toList());
      state.set(found.isEmpty() ? new ListState.Empty() : new ListState.Filled());
      open(found.stream().findFirst());
    }, problem -> state.set(new ListState.Failed(problem.words())));
  }

  private void open(Optional<ChangeView> shown) {
    card.set(shown.map(change -> CardViewModel.ofDraft(change, backend.delay())));
    shown.flatMap(ReviewViewModel::refusal).ifPresent(note::set);
  }

  /// Why nobody can let it through.
  private static Optional<String> refusal(ChangeView shown) {
    return shown.state().equals("rejected") ? shown.decision().flatMap(DecisionView::reason) : Optional.empty();
  }

  /// Whether it can be approved here: where two people must, it is only asked for.
  public static boolean isOwn(ChangeView shown) {
    return shown.approvals().isEmpty() && isAskable(shown);
  }

  static boolean isAskable(ChangeView shown) {
    return !shown.state().equals("rejected");
  }

  /// Asks for the shown one and approves it, as it is shown.
  public void approve() {
    card.get().filter(shown -> shown.approvable().get() && isOwn(shown.change())).ifPresent(shown -> {
      shown.busy().set(true);
      note.set("");
      calls.call(() -> backend.client().submit(new ShownDraft(shown.change()).approved(Optional.empty(),
          shown.consent())), accepted -> told(shown.change(), accepted, this::next),
          problem -> refused(shown, problem));
    });
  }

  /// Asks for all that are open; they wait in the inbox.
  public void ask() {
    if (!asking && card.get().isPresent() && !card.get().get().busy().get()) {
      asking = true;
      note.set("");
      askNext();
    }
  }

  private void askNext() {
    Optional<Step> open = open().stream().filter(step -> isAskable(step.card())).findFirst();
    asking = open.isPresent();
    open.ifPresentOrElse(step -> calls.call(
        () -> backend.client().submit(new ShownDraft(step.card()).asked(Optional.empty())),
        accepted -> told(step.card(), accepted, this::askNext), problem -> {
          asking = false;
          note.set(problem.words());
        }), this::next);
  }

  private void told(ChangeView asked, ChangeAccepted accepted, Runnable then) {
    steps.replaceAll(step -> step.card().id().equals(asked.id())
        ? new Step(step.card(), Optional.of(accepted.state()))
        : step);
    if (accepted.state().equals("failed") || accepted.state().equals("rejected")) {
      calls.call(() -> backend.client().change(accepted.id()),
          change -> change.error().or(() -> change.decision().flatMap(DecisionView::reason)).ifPresent(note::set),
          problem -> note.set(problem.words()));
    }
    then.run();
  }

  private List<Step> open() {
    return steps.stream().filter(step -> step.state().isEmpty()).toList();
  }

  private void next() {
    card.set(Optional.empty());
    ended.set(open().isEmpty());
    // Once one is applied, the others' cards are new.
    previewNext();
  }

  private void previewNext() {
    open().stream().findFirst().ifPresent(step -> preview(step.card(), now -> {
      if (card.get().isEmpty()) {
        shown(now);
      }
    }));
  }

  private void preview(ChangeView before, Consumer<ChangeView> then) {
    calls.call(() -> backend.client().preview(new ShownDraft(before).request(Optional.empty())), now -> {
      steps.replaceAll(step -> step.card().id().equals(before.id()) ? new Step(now, Optional.empty()) : step);
      then.accept(now);
    }, problem -> note.set(problem.words()));
  }

  private void shown(ChangeView now) {
    open(Optional.of(now));
  }

  private void refused(CardViewModel shown, ApiException problem) {
    shown.busy().set(false);
    shown.code().set("");
    note.set(problem.code().equals(ErrorCode.CHANGE_CARD_STALE.name())
        ? texts.of("approvals.note.changed")
        : problem.words());
    look();
  }

  /// Whether the shown card is still the one that would be kept; where none is shown the next one is.
  private void look() {
    if (card.get().isEmpty()) {
      previewNext();
      return;
    }
    card.get().filter(shown -> !shown.busy().get()).ifPresent(shown -> calls.call(
        () -> backend.client().preview(new ShownDraft(shown.change()).request(Optional.empty())), now -> {
          boolean same = now.cardHash().equals(shown.change().cardHash()) && now.state().equals(shown.change().state());
          if (card.get().equals(Optional.of(shown)) && !shown.busy().get() && !same) {
            steps.replaceAll(step -> step.card().id().equals(shown.change().id())
                ? new Step(now, Optional.empty())
                : step);
            note.set(texts.of("approvals.note.changed"));
            shown(now);
          }
        }, problem -> note.set(problem.words())));
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.applied" -> {
        if (state.get() instanceof ListState.Failed) {
          load();
        } else if (!asking) {
          look();
        }
      }
      default -> {
      }
    }
  }

  public Plan.Purpose purpose() {
    return plan.purpose();
  }

  /// The id of the agent that it is about; known once there is a card.
  public String agent() {
    return steps.isEmpty() ? plan.agent() : steps.getFirst().card().agentGroupId();
  }

  /// In the order in which they are decided.
  public ObservableList<Step> steps() {
    return steps;
  }

  /// Empty where everything is so already.
  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// The one that is decided now.
  public ReadOnlyObjectProperty<Optional<CardViewModel>> card() {
    return card.getReadOnlyProperty();
  }

  /// True once none is open.
  public ReadOnlyBooleanProperty ended() {
    return ended.getReadOnlyProperty();
  }

  /// True where every one took effect.
  public boolean isApplied() {
    return !steps.isEmpty() && steps.stream().allMatch(step -> step.state().equals(Optional.of("applied")));
  }

  /// True where every one was asked for and none was refused or failed.
  boolean isAsked() {
    return steps.stream().allMatch(step -> step.state().filter(GOING_WELL::contains).isPresent());
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }
}
