package dev.ironclaw.desktop.onboarding;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.desktop.agent.Catalog;
import dev.ironclaw.desktop.agent.ReviewViewModel;
import dev.ironclaw.desktop.provider.OfferedModels;
import dev.ironclaw.desktop.provider.ProvidersViewModel;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Questions;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The steps from a fresh installation to a first answer; any of them, and all, can be skipped.
public final class OnboardingViewModel implements ViewModel {
  private final Backend backend;
  private final Texts texts;
  private final Navigation navigation;
  private final RandomGenerator random;
  private final ObservableValue<Optional<Boolean>> tray;
  private final Calls calls;
  private final MachineChecks machine;
  private final LoadedList<Check> measured;
  private final ObservableList<Check> checks = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Step> step = new ReadOnlyObjectWrapper<>(Step.MACHINE);
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Optional<FirstAgentViewModel>> form = new ReadOnlyObjectWrapper<>(
      Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<ReviewViewModel>> review = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<HelloViewModel>> hello = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final BooleanProperty connecting = new SimpleBooleanProperty();
  private final Questions questions = new Questions();
  private final ProvidersViewModel providers;
  private final OfferedModels offered;
  private final Following following;
  private boolean looked;

  /// In order.
  public enum Step {
    MACHINE, MODEL, AGENT, HELLO;

    static final List<Step> ORDER = List.of(values());

    int index() {
      return ORDER.indexOf(this);
    }
  }

  /// @param tray whether somebody shows the app's icon; empty while that is not known
  OnboardingViewModel(Backend backend, Texts texts, Navigation navigation, ObservableValue<Optional<Boolean>> tray,
      MachineChecks machine, RandomGenerator random) {
    this.backend = backend;
    this.texts = texts;
    this.navigation = navigation;
    this.tray = tray;
    this.random = random;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.machine = machine;
    this.providers = new ProvidersViewModel(backend, questions, texts, this::connected);
    this.offered = new OfferedModels(backend, calls);
    this.measured = new LoadedList<>(calls, () -> machine.load(backend.client()));
  }

  @Override
  public void start() {
    following.begin(this::happened);
    following.and(tray.subscribe(_ -> combine()));
    measure();
    load();
    inner().ifPresent(ViewModel::start);
  }

  @Override
  public void stop() {
    inner().ifPresent(ViewModel::stop);
    questions.decline();
    following.end();
  }

  /// What describes an agent that was made since is saved with it.
  @Override
  public boolean isUnsaved() {
    boolean made = review.get().filter(ReviewViewModel::isApplied).isPresent();
    return (!made && form.get().filter(FirstAgentViewModel::isChanged).isPresent())
        || hello.get().filter(HelloViewModel::isUnsaved).isPresent() || providers.isUnsaved();
  }

  private Optional<ViewModel> inner() {
    return switch (step.get()) {
      case MACHINE -> Optional.empty();
      case MODEL -> Optional.of(providers);
      case AGENT -> review.get().map(ViewModel.class::cast);
      case HELLO -> hello.get().map(ViewModel.class::cast);
    };
  }

  /// Looks at the machine again.
  public void measure() {
    measured.load(this::combine);
  }

  private void combine() {
    checks.setAll(measured.items());
    machine.tray(tray.getValue()).ifPresent(checks::add);
  }

  /// What an agent can be made of; what was typed stays.
  public void load() {
    load(Optional.empty());
  }

  /// A provider was connected: its model answers for the first agent.
  private void connected(String provider) {
    connecting.set(false);
    load(Optional.of(provider));
  }

  private void load(Optional<String> chosen) {
    calls.call(() -> Catalog.load(backend.client()), found -> {
      if (form.get().isEmpty() || !form.get().get().catalog().equals(found)) {
        FirstAgentViewModel next = new FirstAgentViewModel(found, texts);
        form.get().ifPresent(before -> next.keep(before));
        form.set(Optional.of(next));
      }
      chosen.flatMap(name -> found.models().stream().filter(known -> known.provider().equals(name)).findFirst())
          .ifPresent(form.get().orElseThrow()::choose);
      state.set(new ListState.Filled());
    }, problem -> {
      if (form.get().isEmpty()) {
        state.set(new ListState.Failed(problem.words()));
      }
    });
  }

  private void happened(StreamEvent event) {
    if (event.type().equals(StreamEvent.RESYNC)) {
      measure();
      load();
    } else if (event.type().equals("provider.changed")) {
      load();
    }
  }

  /// To a step, with what is open in the one that is left at rest.
  public void go(Step next) {
    inner().ifPresent(ViewModel::stop);
    questions.decline();
    if (next == Step.HELLO && hello.get().isEmpty()) {
      talkTo().ifPresent(agent -> hello.set(Optional.of(new HelloViewModel(backend, texts, agent, random))));
    }
    step.set(next);
    inner().ifPresent(ViewModel::start);
    if (next == Step.MODEL && !looked) {
      looked = true;
      providers.look();
    }
  }

  /// The one that was made here, else the first that there is.
  private Optional<String> talkTo() {
    return review.get().filter(ReviewViewModel::isApplied).map(ReviewViewModel::agent)
        .or(() -> form.get().flatMap(known -> known.catalog().agents().stream().findFirst().map(AgentView::id)));
  }

  /// True where a next step is there.
  public boolean hasNext() {
    return switch (step.get()) {
      case MACHINE -> true;
      case MODEL -> form.get().filter(known -> !known.modelName().get().isBlank()).isPresent();
      case AGENT -> talkTo().isPresent();
      case HELLO -> false;
    };
  }

  public void next() {
    if (hasNext()) {
      go(Step.ORDER.get(step.get().index() + 1));
    }
  }

  public void back() {
    if (step.get() != Step.MACHINE) {
      go(Step.ORDER.get(step.get().index() - 1));
    }
  }

  /// Shows the card of the agent that is described.
  public void review() {
    form.get().flatMap(FirstAgentViewModel::plan).ifPresent(plan -> {
      leaveReview();
      ReviewViewModel opened = new ReviewViewModel(backend, texts, plan);
      opened.ended().subscribe(ended -> {
        if (ended) {
          hello.set(Optional.empty());
          load();
        }
      });
      review.set(Optional.of(opened));
      opened.start();
    });
  }

  /// Back to the form.
  public void leaveReview() {
    review.get().ifPresent(ViewModel::stop);
    review.set(Optional.empty());
  }

  /// Out of here, into the app; with the agent that answered, where one did.
  public void leave() {
    Optional<String> agent = hello.get().filter(talk -> talk.answered().get()).map(HelloViewModel::agent);
    if (agent.isPresent() && navigation.offers("chat")) {
      navigation.go("chat", agent.get());
    } else {
      navigation.go(navigation.offers("home") ? "home" : "agents");
    }
  }

  /// What can be connected for a model.
  public ProvidersViewModel providers() {
    return providers;
  }

  /// Asked before a provider is forgotten.
  Questions questions() {
    return questions;
  }

  /// True while one is connected, and false while one that is ready is chosen.
  public BooleanProperty connecting() {
    return connecting;
  }

  /// Models of the provider that is chosen.
  OfferedModels offered() {
    return offered;
  }

  public ReadOnlyObjectProperty<Step> step() {
    return step.getReadOnlyProperty();
  }

  /// What was found of this machine.
  public ObservableList<Check> checks() {
    return checks;
  }

  public ReadOnlyObjectProperty<ListState> measuring() {
    return measured.state();
  }

  /// Of what an agent can be made of.
  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<FirstAgentViewModel>> form() {
    return form.getReadOnlyProperty();
  }

  /// The card of the first agent, while it is looked at.
  public ReadOnlyObjectProperty<Optional<ReviewViewModel>> reviewed() {
    return review.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<HelloViewModel>> hello() {
    return hello.getReadOnlyProperty();
  }
}
