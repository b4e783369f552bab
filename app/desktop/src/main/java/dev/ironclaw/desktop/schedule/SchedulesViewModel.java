package dev.ironclaw.desktop.schedule;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// All schedules, the one that is chosen, and what came of its runs. What gives an agent something is only asked for here, and
/// decided where every change is.
public final class SchedulesViewModel implements ViewModel {
  /// Of a change that the rules granted without a card.
  static final Set<String> GRANTED = Set.of("approved", "applied");

  private final Backend backend;
  private final Navigation navigation;
  private final Texts texts;
  private final Calls calls;
  private final LoadedList<ScheduleView> schedules;
  private final ObservableList<ScheduleRunView> runs = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable ScheduleView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private Subscription listening = Subscription.EMPTY;
  private Optional<String> wanted = Optional.empty();
  private int asked;

  public SchedulesViewModel(Backend backend, Navigation navigation, Texts texts) {
    this.backend = backend;
    this.navigation = navigation;
    this.texts = texts;
    this.calls = backend.calls();
    this.schedules = new LoadedList<>(calls, () -> backend.client().schedules().list(Optional.empty()));
    chosen.subscribe(this::loadRuns);
  }

  @Override
  public void start() {
    calls.open();
    listening = Subscription.combine(backend.events().listen(this::happened), navigation.host("schedules", id -> {
      wanted = Optional.of(id);
      choose();
    }));
    load();
  }

  @Override
  public void stop() {
    listening.unsubscribe();
    calls.close();
  }

  public void load() {
    schedules.load(this::choose);
  }

  private void choose() {
    String marked = wanted.or(() -> Optional.ofNullable(chosen.get()).map(ScheduleView::id)).orElse("");
    Optional<ScheduleView> found = schedules.items().stream().filter(one -> one.id().equals(marked)).findFirst();
    if (found.isPresent()) {
      wanted = Optional.empty();
    }
    chosen.set(found.orElseGet(() -> schedules.items().isEmpty() ? null : schedules.items().getFirst()));
  }

  private void loadRuns(@Nullable ScheduleView of) {
    int question = ++asked;
    if (of == null) {
      runs.clear();
      return;
    }
    calls.call(() -> backend.client().schedules().runs(of.id()), found -> {
      if (question == asked) {
        runs.setAll(found);
      }
    }, problem -> {
      if (question == asked) {
        runs.clear();
        note.set(problem.words());
      }
    });
  }

  /// Oldest first.
  public ObservableList<ScheduleView> shown() {
    return schedules.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return schedules.state();
  }

  public ObjectProperty<@Nullable ScheduleView> chosen() {
    return chosen;
  }

  /// What became of the last times of the chosen one, newest first.
  public ObservableList<ScheduleRunView> runs() {
    return runs;
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// How it stands, in a word.
  public String state(ScheduleView one) {
    return one.blocked().isPresent()
        ? texts.of("schedules.state.blocked")
        : texts.of("schedules.state." + switch (one
            .status()) {
          case "active" -> "active";
          case "paused" -> "paused";
          case "cancelled" -> "cancelled";
          default -> "over";
        });
  }

  /// What came of a run, in a word.
  public String state(ScheduleRunView run) {
    return texts.of("schedules.run." + switch (run.state()) {
      case "done" -> "done";
      case "blocked" -> "blocked";
      case "skipped" -> "skipped";
      default -> "running";
    });
  }

  /// Whether somebody still expects something of it.
  static boolean isOpen(ScheduleView one) {
    return one.status().equals("active") || one.status().equals("paused");
  }

  /// To where it is seen where its agent may write.
  void openAgent(ScheduleView one) {
    navigation.go("agents", one.agentGroupId());
  }

  /// Stops it at once.
  public void pause(ScheduleView one) {
    act(() -> backend.client().schedules().pause(one.id()), "schedules.paused", one);
  }

  /// Runs it once now.
  public void run(ScheduleView one) {
    act(() -> backend.client().schedules().run(one.id()), "schedules.runs", one);
  }

  private void act(Supplier<ScheduleView> call, String said, ScheduleView one) {
    calls.call(call, _ -> {
      note.set(texts.of(said, one.agentGroupId()));
      load();
    }, problem -> note.set(problem.words()));
  }

  /// Asks that it may go on, and shows the card.
  public void resume(ScheduleView one) {
    ask(one, Map.of("id", one.id(), "resume", true));
  }

  /// Asks that it be removed, and shows the card.
  public void remove(ScheduleView one) {
    ask(one, Map.of("remove", one.id()));
  }

  private void ask(ScheduleView one, Map<String, Object> payload) {
    calls.call(() -> backend.client().submit(
        ChangeSubmitBody.of(Optional.empty(), "schedule", one.agentGroupId(), payload, Optional.empty())),
        this::asked, problem -> note.set(problem.words()));
  }

  private void asked(ChangeAccepted change) {
    if (change.state().equals("pending")) {
      navigation.go("approvals", change.id());
      return;
    }
    if (GRANTED.contains(change.state())) {
      granted();
      return;
    }
    note.set(texts.of("schedules.refused"));
    load();
  }

  /// What was asked for holds already: there is no card to decide.
  void granted() {
    note.set(texts.of("schedules.granted"));
    load();
  }

  private void happened(StreamEvent event) {
    if (List.of(StreamEvent.RESYNC, "schedule.changed", "schedule.run").contains(event.type())) {
      load();
    }
  }
}
