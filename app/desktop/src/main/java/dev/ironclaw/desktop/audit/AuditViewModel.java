package dev.ironclaw.desktop.audit;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.AuditProofView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The entries that fit a filter, the newest first, page by page; new ones come by themselves while it is live.
public final class AuditViewModel implements ViewModel {
  static final int PAGE = 200;
  /// More than anybody scrolls; older ones are found by a time.
  static final int MOST = 20_000;
  static final Duration TYPING = Duration.ofMillis(300);

  private final Backend backend;
  private final ZoneId zone;
  private final Calls calls;
  private final ObservableList<AuditEntryView> entries = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ObservableList<AgentView> agents = FXCollections.observableArrayList();
  private final ObjectProperty<AuditFilter> filter = new SimpleObjectProperty<>(AuditFilter.ALL);
  private final BooleanProperty live = new SimpleBooleanProperty(true);
  private final ReadOnlyBooleanWrapper newer = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private final ObjectProperty<@Nullable AuditEntryView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<Optional<AuditProofView>> proof = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty note = new SimpleStringProperty("");
  private final Following following;
  private boolean started;
  private boolean loadingOlder;
  private boolean loadingNewer;
  private boolean missed;
  private int search;

  public AuditViewModel(Backend backend, ZoneId zone) {
    this.backend = backend;
    this.zone = zone;
    this.following = new Following(backend);
    this.calls = following.calls();
    filter.subscribe((_, _) -> searchSoon());
    live.subscribe((_, _) -> catchUp());
    chosen.subscribe(this::prove);
  }

  @Override
  public void start() {
    started = true;
    following.begin(this::happened);
    calls.call(backend.client()::agents, agents::setAll, _ -> {});
    load();
  }

  @Override
  public void stop() {
    started = false;
    following.end();
  }

  /// The newest first.
  public ObservableList<AuditEntryView> entries() {
    return entries;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// Whose entries can be chosen.
  public ObservableList<AgentView> agents() {
    return agents;
  }

  public ObjectProperty<AuditFilter> filter() {
    return filter;
  }

  /// Whether new entries come by themselves.
  public BooleanProperty live() {
    return live;
  }

  /// True where there may be new ones that are not shown, because it is not live.
  public ReadOnlyBooleanProperty newer() {
    return newer.getReadOnlyProperty();
  }

  /// True where older ones may be loaded.
  public ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  /// The row that is marked.
  public ObjectProperty<@Nullable AuditEntryView> chosen() {
    return chosen;
  }

  /// What proves the marked one, once it is known.
  public ReadOnlyObjectProperty<Optional<AuditProofView>> proof() {
    return proof.getReadOnlyProperty();
  }

  /// How the last thing ended.
  public StringProperty note() {
    return note;
  }

  Map<String, String> parameters() {
    return filter.get().parameters(backend.clock().instant(), zone);
  }

  private Map<String, String> page(String... more) {
    Map<String, String> parameters = new LinkedHashMap<>(parameters());
    parameters.put("limit", Integer.toString(PAGE));
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return parameters;
  }

  /// Who types makes one search, not one a letter.
  private void searchSoon() {
    int question = ++search;
    backend.delay().after(TYPING, () -> {
      if (question == search && started) {
        load();
      }
    });
  }

  /// Searches anew.
  public void load() {
    int question = ++search;
    loadingOlder = false;
    loadingNewer = false;
    newer.set(false);
    Map<String, String> wanted = page();
    calls.call(() -> backend.client().auditLog().find(wanted), found -> {
      if (question == search) {
        note.set("");
        entries.setAll(found.reversed());
        more.set(found.size() == PAGE);
        state.set(found.isEmpty() ? new ListState.Empty() : new ListState.Filled());
      }
    }, problem -> {
      if (question == search) {
        // What was typed may be no search: the list stays, and why is said.
        if (entries.isEmpty()) {
          state.set(new ListState.Failed(problem.words()));
        } else {
          note.set(problem.words());
        }
      }
    });
  }

  /// The next page of older ones.
  public void loadOlder() {
    if (loadingOlder || !more.get() || entries.isEmpty()) {
      return;
    }
    loadingOlder = true;
    int question = search;
    Map<String, String> wanted = page("before", Long.toString(entries.getLast().seq()));
    calls.call(() -> backend.client().auditLog().find(wanted), found -> {
      if (question == search) {
        loadingOlder = false;
        entries.addAll(found.reversed());
        more.set(found.size() == PAGE && entries.size() < MOST);
      }
    }, problem -> {
      if (question == search) {
        loadingOlder = false;
        note.set(problem.words());
      }
    });
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC -> load();
      case StreamEvent.AUDIT_APPENDED -> {
        newer.set(!live.get());
        catchUp();
      }
      default -> {
      }
    }
  }

  /// Puts the new ones on top of the list.
  private void catchUp() {
    if (!live.get() || !started) {
      return;
    }
    if (loadingNewer) {
      missed = true;
      return;
    }
    loadingNewer = true;
    missed = false;
    int question = search;
    Map<String, String> wanted = page();
    calls.call(() -> backend.client().auditLog().find(wanted), found -> {
      if (question == search) {
        loadingNewer = false;
        newer.set(false);
        add(found);
        if (missed) {
          catchUp();
        }
      }
    }, problem -> {
      if (question == search) {
        loadingNewer = false;
        note.set(problem.words());
      }
    });
  }

  private void add(List<AuditEntryView> found) {
    long newest = entries.isEmpty() ? 0 : entries.getFirst().seq();
    List<AuditEntryView> fresh = found.stream().filter(entry -> entry.seq() > newest).toList();
    if (fresh.size() == PAGE) {
      // More came than a page has: there would be a gap.
      load();
    } else if (!fresh.isEmpty()) {
      entries.addAll(0, fresh.reversed());
      if (entries.size() > MOST) {
        entries.remove(MOST, entries.size());
        more.set(false);
      }
      state.set(new ListState.Filled());
    }
  }

  /// Finds the change that the marked entry is about.
  ///
  /// @param show gets it with its card
  public void card(Consumer<ChangeView> show) {
    Optional.ofNullable(chosen.get()).flatMap(AuditEntryView::changeId).ifPresent(
        id -> calls.call(() -> backend.client().change(id), show, problem -> note.set(problem.words())));
  }

  private void prove(@Nullable AuditEntryView entry) {
    proof.set(Optional.empty());
    if (entry != null && started) {
      calls.call(() -> backend.client().auditLog().proof(entry.seq()), found -> {
        AuditEntryView now = chosen.get();
        if (now != null && now.seq() == entry.seq()) {
          proof.set(Optional.of(found));
        }
      }, problem -> note.set(problem.words()));
    }
  }
}
