package dev.ironclaw.desktop.session;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Navigation;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/// All sessions, as they are now, and the one that is chosen.
public final class SessionsViewModel implements ViewModel {
  /// A box that starts says so several times.
  private static final Duration BURST = Duration.ofMillis(200);

  private final Backend backend;
  private final Navigation navigation;
  private final Texts texts;
  private final Calls calls;
  private final LoadedList<SessionRow> sessions;
  private final FilteredList<SessionRow> shown;
  private final Timeline timeline;
  private final StringProperty search = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable SessionRow> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private Optional<String> wanted = Optional.empty();
  private final Following following;
  private boolean waiting;

  public SessionsViewModel(Backend backend, Navigation navigation, Texts texts) {
    this.backend = backend;
    this.navigation = navigation;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.sessions = new LoadedList<>(calls, () -> SessionRow.of(backend.client().sessions(),
        backend.client().registry().messagingGroups(), backend.client().status(),
        backend.client().conversations().usage()));
    this.shown = new FilteredList<>(sessions.items());
    this.timeline = new Timeline(backend, calls);
    search.subscribe(words -> {
      String looked = words.strip().toLowerCase(Locale.ROOT);
      shown.setPredicate(row -> row.matches(looked, place(row)));
    });
    chosen.subscribe(row -> timeline.show(Optional.ofNullable(row).map(SessionRow::id)));
  }

  @Override
  public void start() {
    waiting = false;
    following.begin(this::happened);
    following.and(navigation.host("sessions", this::show));
    load();
    timeline.load();
  }

  @Override
  public void stop() {
    following.end();
    timeline.stop();
  }

  public void load() {
    sessions.load(this::choose);
  }

  private void show(String id) {
    wanted = Optional.of(id);
    search.set("");
    choose();
  }

  private void choose() {
    String marked = wanted.or(() -> Optional.ofNullable(chosen.get()).map(SessionRow::id)).orElse("");
    Optional<SessionRow> found = sessions.items().stream().filter(row -> row.id().equals(marked)).findFirst();
    if (found.isPresent()) {
      wanted = Optional.empty();
    }
    chosen.set(found.orElseGet(() -> sessions.items().isEmpty() ? null : sessions.items().getFirst()));
  }

  /// Those that fit the search, the most recently active first.
  public ObservableList<SessionRow> shown() {
    return shown;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return sessions.state();
  }

  public StringProperty search() {
    return search;
  }

  public ObjectProperty<@Nullable SessionRow> chosen() {
    return chosen;
  }

  /// What happened in the chosen one.
  public Timeline timeline() {
    return timeline;
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }

  /// Where its people talk.
  public String place(SessionRow row) {
    return row.isOwnChat()
        ? texts.of("sessions.place.own")
        : row.place().map(place -> texts.of("sessions.place", VisibleText.line(place.channelType()),
            VisibleText.line(place.platformId()))).orElseGet(() -> texts.of("sessions.place.all"));
  }

  /// Ends its box now.
  public void terminate(SessionRow row) {
    calls.call(() -> backend.client().terminate(row.id()), _ -> {
      note.set(texts.of("sessions.ended", row.agent()));
      load();
      timeline.changed();
    }, problem -> note.set(problem.words()));
  }

  public void openChat(SessionRow row) {
    navigation.go("chat", row.session().agentGroupId());
  }

  /// Shows a change where it is decided.
  public void openChange(String id) {
    navigation.go("approvals", id);
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC -> {
        load();
        timeline.changed();
      }
      case "session.state" -> {
        soon();
        concerns(event);
      }
      case StreamEvent.CHAT_MESSAGE -> concerns(event);
      case "change.pending", "change.decided", "change.applied", "change.failed" -> timeline.changed();
      default -> {
      }
    }
  }

  private void concerns(StreamEvent event) {
    if (Optional.ofNullable(chosen.get()).filter(row -> row.id().equals(event.text("sessionId"))).isPresent()) {
      timeline.changed();
    }
  }

  private void soon() {
    if (!waiting) {
      waiting = true;
      backend.delay().after(BURST, () -> {
        waiting = false;
        load();
      });
    }
  }
}
