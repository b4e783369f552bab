package dev.ironclaw.desktop.session;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.api.TimelineView.EventView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/// What happened in one session, newest first: the newest page at once, older ones by themselves up to a bound and then
/// where they are asked for. What comes in meanwhile is put above.
///
/// Threading: the UI thread.
public final class Timeline {
  /// What there can be.
  static final List<String> SORTS = List.of("message", "model", "approval", "box", "failure");
  static final int PAGE = 2_000;
  static final int NEW = 200;
  static final int BY_ITSELF = 10_000;
  private static final Duration BURST = Duration.ofMillis(300);

  private final Backend backend;
  private final Calls calls;
  private final ObservableList<EventView> events = FXCollections.observableArrayList();
  private final FilteredList<EventView> shown = new FilteredList<>(events);
  private final ObservableSet<String> sorts = FXCollections.observableSet(SORTS.toArray(String[]::new));
  private final StringProperty text = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable EventView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private Optional<String> session = Optional.empty();
  private Optional<String> before = Optional.empty();
  /// An answer about another session says nothing.
  private int asked;
  private boolean loading;
  private boolean waiting;

  Timeline(Backend backend, Calls calls) {
    this.backend = backend;
    this.calls = calls;
    text.subscribe(this::look);
    sorts.addListener((SetChangeListener<String>) _ -> look());
  }

  private void look() {
    String words = text.get().strip().toLowerCase(Locale.ROOT);
    shown.setPredicate(event -> (sorts.contains(event.sort()) || !SORTS.contains(event.sort()))
        && (words.isEmpty() || (event.text() + " " + event.kind() + " " + event.actor()).toLowerCase(Locale.ROOT)
            .contains(words)));
  }

  /// Those that fit what is looked for.
  public ObservableList<EventView> shown() {
    return shown;
  }

  /// How many are loaded.
  public ObservableList<EventView> events() {
    return events;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// The sorts that are shown; of [#SORTS].
  public ObservableSet<String> sorts() {
    return sorts;
  }

  public StringProperty text() {
    return text;
  }

  public ObjectProperty<@Nullable EventView> chosen() {
    return chosen;
  }

  /// True where older ones can be loaded.
  public ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  void show(Optional<String> wanted) {
    if (!wanted.equals(session)) {
      session = wanted;
      load();
    }
  }

  /// From the newest on, anew.
  public void load() {
    asked++;
    loading = false;
    waiting = false;
    before = Optional.empty();
    more.set(false);
    chosen.set(null);
    events.clear();
    state.set(new ListState.Loading());
    if (session.isPresent()) {
      page(true);
    }
  }

  /// The page below the last.
  public void loadMore() {
    if (more.get() && !loading) {
      page(false);
    }
  }

  private void page(boolean byItself) {
    loading = true;
    int question = asked;
    String id = session.orElseThrow();
    Optional<String> place = before;
    calls.call(() -> backend.client().conversations().timeline(id, place, PAGE), page -> {
      if (question == asked) {
        arrived(page, byItself);
      }
    }, problem -> {
      if (question == asked) {
        failed(problem);
      }
    });
  }

  private void arrived(TimelineView page, boolean byItself) {
    loading = false;
    before = page.before();
    more.set(before.isPresent());
    events.addAll(page.events());
    state.set(events.isEmpty() ? new ListState.Empty() : new ListState.Filled());
    if (byItself && more.get() && events.size() < BY_ITSELF) {
      page(true);
    }
  }

  private void failed(ApiException problem) {
    loading = false;
    if (events.isEmpty()) {
      state.set(new ListState.Failed(problem.words()));
    }
  }

  /// Something may be new: looked for once, however many say so.
  void changed() {
    if (!waiting && session.isPresent()) {
      waiting = true;
      int question = asked;
      backend.delay().after(BURST, () -> {
        if (question == asked) {
          waiting = false;
          newest();
        }
      });
    }
  }

  private void newest() {
    if (events.isEmpty()) {
      load();
      return;
    }
    int question = asked;
    String id = session.orElseThrow();
    calls.call(() -> backend.client().conversations().timeline(id, Optional.empty(), NEW), page -> {
      if (question == asked) {
        above(page.events());
      }
    }, _ -> {});
  }

  private void above(List<EventView> newest) {
    Set<String> known = events.stream().limit(2L * NEW).map(EventView::id).collect(Collectors.toSet());
    List<EventView> fresh = newest.stream().filter(event -> !known.contains(event.id())).toList();
    if (fresh.size() == newest.size() && fresh.size() == NEW) {
      // More came in than a page: what lies between would be missing.
      load();
    } else {
      events.addAll(0, fresh);
    }
  }

  /// No late answer counts.
  void stop() {
    asked++;
  }
}
