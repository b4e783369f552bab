package dev.ironclaw.desktop.job;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.JobListView;
import dev.ironclaw.contract.api.JobOptionsView;
import dev.ironclaw.contract.api.JobSummaryView;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Soon;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// All jobs, newest first, as far back as somebody wants to see, and the one that is open.
///
/// Threading: the UI thread.
public final class JobsViewModel implements ViewModel {
  static final int PAGE = 50;
  private static final int MOST = 500;
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final Duration BURST = Duration.ofMillis(300);
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final Backend backend;
  private final Navigation navigation;
  private final Texts texts;
  private final Following following;
  private final Calls calls;
  private final ObservableList<JobView> jobs = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private final ObjectProperty<JobStates> filter = new SimpleObjectProperty<>(JobStates.ALL);
  private final ReadOnlyObjectWrapper<Optional<JobSummaryView>> summary = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<JobOptionsView>> options = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObjectProperty<@Nullable JobView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final JobDetail detail;
  private final Soon soon;
  private final Soon glance;
  private Optional<String> wanted = Optional.empty();
  private int depth = PAGE;
  private int asked;
  private boolean started;
  private final ReadOnlyIntegerWrapper minute = new ReadOnlyIntegerWrapper();
  private int visit;

  public JobsViewModel(Backend backend, Navigation navigation, JobFeed feed, Texts texts) {
    this.backend = backend;
    this.navigation = navigation;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.detail = new JobDetail(backend, calls, feed);
    this.soon = new Soon(backend.delay(), BURST, this::load);
    this.glance = new Soon(backend.delay(), GLANCE, detail::refresh);
    chosen.subscribe(detail::show);
    filter.subscribe((_, _) -> {
      depth = PAGE;
      if (started) {
        load();
      }
    });
  }

  @Override
  public void start() {
    started = true;
    minute.set(minute.get() + 1);
    eachMinute(++visit);
    following.begin(this::happened);
    following.and(navigation.host("jobs", this::open));
    load();
    loadOptions();
    detail.start();
  }

  @Override
  public void stop() {
    started = false;
    visit++;
    soon.forget();
    glance.forget();
    following.end();
    detail.stop();
  }

  private void eachMinute(int since) {
    backend.delay().after(MINUTE, () -> {
      if (since == visit) {
        minute.set(minute.get() + 1);
        eachMinute(since);
      }
    });
  }

  @Override
  public boolean isUnsaved() {
    return !detail.words().get().isBlank();
  }

  /// Anew, as deep as it was loaded.
  public void load() {
    int question = ++asked;
    JobStates only = filter.get();
    int limit = depth;
    calls.call(() -> backend.client().jobs().list(only.wireName(), Optional.empty(), limit), found -> {
      if (question == asked) {
        arrived(found, only);
      }
    }, problem -> {
      if (question == asked && jobs.isEmpty()) {
        state.set(new ListState.Failed(problem.words()));
      }
    });
    calls.call(() -> backend.client().jobs().summary(), found -> summary.set(Optional.of(found)), _ -> {
      // How many there are is shown beside what can be chosen, and is left out there.
    });
  }

  private void arrived(JobListView found, JobStates only) {
    jobs.setAll(found.jobs());
    more.set(found.more());
    state.set(jobs.isEmpty() && only == JobStates.ALL ? new ListState.Empty() : new ListState.Filled());
    choose();
  }

  /// What can be made here, and whether a job could start.
  public void loadOptions() {
    calls.call(() -> backend.client().jobs().options(), found -> options.set(Optional.of(found)), _ -> {
      // An older control plane does not say; what it refuses it says when somebody asks for a job.
    });
  }

  /// Older ones, too.
  public void loadMore() {
    if (more.get()) {
      depth = Math.min(MOST, depth + PAGE);
      load();
    }
  }

  /// Shows one, whatever is filtered.
  public void open(String id) {
    wanted = Optional.of(id);
    if (filter.get() == JobStates.ALL) {
      load();
    } else {
      filter.set(JobStates.ALL);
    }
  }

  private void choose() {
    String marked = wanted.or(() -> Optional.ofNullable(chosen.get()).map(JobView::id)).orElse("");
    Optional<JobView> found = jobs.stream().filter(one -> one.id().equals(marked)).findFirst();
    if (found.isEmpty() && wanted.isPresent()) {
      find(marked);
    } else if (found.isPresent() || !isHeld(marked)) {
      chosen.set(found.orElseGet(() -> jobs.isEmpty() ? null : jobs.getFirst()));
    }
    wanted = Optional.empty();
  }

  /// Whether one that the list does not have is open all the same: it was asked for, and is older than what is loaded.
  private boolean isHeld(String id) {
    return !id.isEmpty() && filter.get() == JobStates.ALL && more.get();
  }

  private void find(String id) {
    calls.call(() -> backend.client().jobs().find(id), chosen::set, problem -> note.set(problem.words()));
  }

  /// Newest first.
  public ObservableList<JobView> jobs() {
    return jobs;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// Whether older ones can be loaded.
  public ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  /// Which of them the list shows.
  public ObjectProperty<JobStates> filter() {
    return filter;
  }

  /// How many are in each state; empty until it is known.
  public ReadOnlyObjectProperty<Optional<JobSummaryView>> summary() {
    return summary.getReadOnlyProperty();
  }

  /// What can be made here; empty until it is known.
  public ReadOnlyObjectProperty<Optional<JobOptionsView>> options() {
    return options.getReadOnlyProperty();
  }

  public ObjectProperty<@Nullable JobView> chosen() {
    return chosen;
  }

  /// What is open.
  public JobDetail detail() {
    return detail;
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /// Changes each minute while it is shown: then ages are worded anew.
  ReadOnlyIntegerProperty minute() {
    return minute.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// Ends it.
  public void stop(JobView job) {
    calls.call(() -> backend.client().jobs().cancel(job.id()), found -> {
      note.set(texts.of(found.status().equals("cancelled") ? "jobs.stopped" : "jobs.stopped.over",
          JobWords.title(job)));
      load();
    }, problem -> note.set(problem.words()));
  }

  /// Does it again, and shows the new one.
  public void restart(JobView job) {
    calls.call(() -> backend.client().jobs().restart(job.id()), found -> {
      note.set(texts.of("jobs.restarted", JobWords.title(job)));
      open(found.newJobId());
    }, problem -> note.set(problem.words()));
  }

  /// Removes one that is over, with what it left.
  public void remove(JobView job) {
    calls.call(() -> backend.client().jobs().remove(job.id()), found -> {
      note.set(found.keptBytes()
          .map(bytes -> texts.of("jobs.removed.kept", JobWords.title(job), JobWords.bytes(bytes)))
          .orElse(texts.of("jobs.removed", JobWords.title(job))));
      gone(job.id());
      load();
    }, problem -> {
      note.set(problem.words());
      load();
    });
  }

  /// There is no such job any more: the one after it is open then, else the one before.
  private void gone(String id) {
    List<JobView> left = jobs.stream().filter(one -> !one.id().equals(id)).toList();
    if (Optional.ofNullable(chosen.get()).filter(one -> one.id().equals(id)).isPresent()) {
      int place = (int) jobs.stream().takeWhile(one -> !one.id().equals(id)).count();
      chosen.set(left.isEmpty() || place == jobs.size() ? null : left.get(Math.min(place, left.size() - 1)));
    }
    jobs.removeIf(one -> one.id().equals(id));
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC -> {
        load();
        loadOptions();
        detail.start();
      }
      case "job.changed" -> soon.ask();
      case "job.removed" -> {
        gone(event.text("id"));
        soon.ask();
      }
      // Its round and its note go on with it.
      case "job_message", "job_tool_use", "job_tool_result", "job_reasoning", "job_status", "job_result" -> {
        if (Optional.ofNullable(chosen.get()).filter(one -> one.id().equals(event.text("job_id"))).isPresent()) {
          glance.ask();
        }
      }
      case StreamEvent.IMAGE_PROGRESS -> {
        if (event.text("phase").equals("ready") || event.text("phase").equals("failed")) {
          loadOptions();
        }
      }
      default -> {
      }
    }
  }
}
