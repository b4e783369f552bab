package dev.ironclaw.desktop.job;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.JobsClient;
import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What happened in one job, oldest first, through a window of bounded size: at the end it follows what is new and lets the
/// oldest rows go; whoever goes back has older ones loaded, and the newest go, until they ask for the end again.
///
/// Threading: the UI thread.
public final class JobLog {
  /// So many rows at most.
  static final int MOST = 2_000;
  static final int PAGE = 200;

  private final Backend backend;
  private final Calls calls;
  private final JobFeed feed;
  private final ObservableList<LogRow> rows = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyBooleanWrapper older = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper newer = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper live = new ReadOnlyBooleanWrapper();
  private final BooleanProperty reading = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper trouble = new ReadOnlyStringWrapper("");
  private final ObjectProperty<@Nullable LogRow> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper whole = new ReadOnlyStringWrapper("");
  private Optional<String> job = Optional.empty();
  private Subscription following = Subscription.EMPTY;
  /// An answer about another job, or of an earlier look, says nothing.
  private int asked;
  private boolean loading;
  private boolean stale;

  JobLog(Backend backend, Calls calls, JobFeed feed) {
    this.backend = backend;
    this.calls = calls;
    this.feed = feed;
    chosen.subscribe(this::read);
  }

  /// Oldest first, [#MOST] at most.
  public ObservableList<LogRow> rows() {
    return rows;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// Whether there are older ones than the first.
  public ReadOnlyBooleanProperty older() {
    return older.getReadOnlyProperty();
  }

  /// Whether there are newer ones than the last, which were let go.
  public ReadOnlyBooleanProperty newer() {
    return newer.getReadOnlyProperty();
  }

  /// Whether what happens now comes in by itself.
  public ReadOnlyBooleanProperty live() {
    return live.getReadOnlyProperty();
  }

  /// Whether somebody reads further up: then nothing goes from under their eyes, and what does not fit below is not followed.
  public BooleanProperty reading() {
    return reading;
  }

  /// Why it does not, in words; empty where there is nothing to say.
  public ReadOnlyStringProperty trouble() {
    return trouble.getReadOnlyProperty();
  }

  /// The one that is read whole.
  public ObjectProperty<@Nullable LogRow> chosen() {
    return chosen;
  }

  /// All of the chosen one.
  public ReadOnlyStringProperty whole() {
    return whole.getReadOnlyProperty();
  }

  void show(Optional<String> wanted) {
    if (stale || !wanted.equals(job)) {
      job = wanted;
      load();
    }
  }

  /// From the newest on, anew.
  public void load() {
    stop();
    stale = false;
    rows.clear();
    chosen.set(null);
    older.set(false);
    newer.set(false);
    reading.set(false);
    trouble.set("");
    state.set(new ListState.Loading());
    job.ifPresent(id -> ask(id, JobsClient.NEWEST, page -> {
      older.set(page.more());
      rows.setAll(page.events().stream().map(LogRow::of).toList());
      state.set(rows.isEmpty() ? new ListState.Empty() : new ListState.Filled());
      follow(id);
    }));
  }

  /// The page above the first.
  public void loadOlder() {
    if (older.get() && !loading && !rows.isEmpty()) {
      ask(job.orElseThrow(), rows.getFirst().id(), this::above);
    }
  }

  private void ask(String id, long before, Consumer<JobEventsView> arrived) {
    int question = asked;
    loading = true;
    calls.call(() -> backend.client().jobs().eventsBefore(id, before, PAGE), page -> {
      if (question == asked) {
        loading = false;
        arrived.accept(page);
      }
    }, problem -> {
      if (question == asked) {
        loading = false;
        failed(problem);
      }
    });
  }

  private void above(JobEventsView page) {
    older.set(page.more());
    rows.addAll(0, page.events().stream().map(LogRow::of).toList());
    if (rows.size() > MOST) {
      rows.remove(MOST, rows.size());
      // What is new would leave a hole, so nobody follows until somebody wants the end.
      unfollow();
      newer.set(true);
    }
  }

  private void follow(String id) {
    live.set(true);
    following = feed.follow(id, rows.isEmpty() ? 0 : rows.getLast().id(), new Heard());
  }

  private void unfollow() {
    following.unsubscribe();
    following = Subscription.EMPTY;
    live.set(false);
  }

  private void failed(ApiException problem) {
    if (rows.isEmpty()) {
      state.set(new ListState.Failed(problem.words()));
    } else {
      trouble.set(problem.words());
    }
  }

  private void read(@Nullable LogRow row) {
    if (row == null) {
      whole.set("");
      return;
    }
    whole.set(row.text());
    if (row.cut()) {
      int question = asked;
      String id = job.orElseThrow();
      calls.call(() -> backend.client().jobs().events(id, row.id() - 1, 1), page -> {
        if (question == asked && row.equals(chosen.get())) {
          page.events().stream().filter(event -> event.id() == row.id()).findFirst()
              .ifPresent(event -> whole.set(LogRow.text(event)));
        }
      }, problem -> trouble.set(problem.words()));
    }
  }

  /// No late answer counts, and nobody follows; whoever comes back sees it anew.
  void stop() {
    asked++;
    stale = true;
    loading = false;
    unfollow();
  }

  private final class Heard implements JobFeed.Listener {
    @Override
    public void happened(List<LogRow> news, boolean gap) {
      if (reading.get() && (gap || rows.size() + news.size() > MOST)) {
        rows.addAll(gap ? List.of() : news.subList(0, Math.max(0, MOST - rows.size())));
        unfollow();
        newer.set(true);
        return;
      }
      if (gap) {
        rows.setAll(news);
        older.set(true);
      } else {
        rows.addAll(news);
      }
      if (rows.size() > MOST) {
        rows.remove(0, rows.size() - MOST);
        older.set(true);
      }
      if (!rows.isEmpty()) {
        state.set(new ListState.Filled());
      }
    }

    @Override
    public void connected(boolean now) {
      live.set(now);
    }

    @Override
    public void ended() {
      unfollow();
    }

    @Override
    public void failed(ApiException why) {
      unfollow();
      JobLog.this.failed(why);
    }
  }
}
