package dev.ironclaw.desktop.note;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Soon;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The notes of one agent, the one that is chosen, and other words for it. What was typed outlives the page as a draft.
public final class NotesViewModel implements ViewModel {
  static final Duration TYPED = Duration.ofMillis(300);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final Backend backend;
  private final Texts texts;
  private final String agent;
  private final Map<String, NoteDraft> drafts;
  private final Following following;
  private final Calls calls;
  private final LoadedList<NoteView> notes;
  private final StringProperty query = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable NoteView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<Optional<NoteDraft>> draft = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<NoteView>> conflict = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  /// An agent may write many at once, and a person types letter by letter.
  private final Soon soon;

  /// @param drafts what was left unfinished, by agent; kept by the caller
  public NotesViewModel(Backend backend, Texts texts, String agent, Map<String, NoteDraft> drafts) {
    this.backend = backend;
    this.texts = texts;
    this.agent = agent;
    this.drafts = drafts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.soon = new Soon(backend.delay(), TYPED, this::load);
    this.notes = new LoadedList<>(calls, () -> backend.client().notes().list(agent,
        Optional.of(query.get().strip()).filter(words -> !words.isEmpty())));
    query.subscribe((_, _) -> soon.ask());
    Optional.ofNullable(drafts.get(agent)).ifPresent(left -> {
      chosen.set(left.base());
      draft.set(Optional.of(left));
    });
  }

  @Override
  public void start() {
    soon.forget();
    busy.set(false);
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    soon.forget();
    following.end();
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC -> load();
      case "note.changed" -> {
        if (event.text("agentGroupId").equals(agent)) {
          soon.ask();
        }
      }
      default -> {
      }
    }
  }

  public void load() {
    notes.load(this::choose);
  }

  /// What is written over stays as it was when that was begun.
  private void choose() {
    if (draft.get().isEmpty()) {
      String marked = Optional.ofNullable(chosen.get()).map(NoteView::id).orElse("");
      chosen.set(notes.items().stream().filter(one -> one.id().equals(marked)).findFirst()
          .orElseGet(() -> notes.items().isEmpty() ? null : notes.items().getFirst()));
    }
  }

  /// Begins other words for it.
  public void edit(NoteView of) {
    note.set("");
    chosen.set(of);
    keep(NoteDraft.of(of));
  }

  /// They are these now.
  public void type(String title, String tags, String text) {
    draft.get().ifPresent(old -> keep(new NoteDraft(old.base(), title, tags, text)));
  }

  private void keep(NoteDraft now) {
    draft.set(Optional.of(now));
    if (now.isDirty()) {
      drafts.put(agent, now);
    } else {
      drafts.remove(agent);
    }
  }

  /// The note stays as it is.
  public void discard() {
    leave();
    load();
  }

  private void leave() {
    drafts.remove(agent);
    draft.set(Optional.empty());
    conflict.set(Optional.empty());
    note.set("");
  }

  /// True where there is something to save and nothing speaks against it; where the note is another meanwhile, somebody
  /// chooses first.
  public boolean isReady() {
    return !busy.get() && conflict.get().isEmpty()
        && draft.get().filter(now -> now.isDirty() && now.objections(texts).isEmpty()).isPresent();
  }

  /// Puts the words in; refused where the note was changed since they were begun.
  public void save() {
    if (!isReady()) {
      return;
    }
    NoteDraft now = draft.get().orElseThrow();
    busy.set(true);
    calls.call(() -> backend.client().notes().change(agent, now.base().id(), now.body()), saved -> {
      busy.set(false);
      leave();
      chosen.set(saved);
      note.set(texts.of("notes.saved"));
      load();
    }, problem -> {
      busy.set(false);
      refused(now, problem);
    });
  }

  private void refused(NoteDraft now, ApiException problem) {
    if (problem.status() == CONFLICT) {
      calls.call(() -> backend.client().notes().find(agent, now.base().id()), other -> {
        conflict.set(Optional.of(other));
        note.set(texts.of("notes.conflict"));
      }, this::gone);
    } else {
      gone(problem);
    }
  }

  private void gone(ApiException problem) {
    note.set(problem.status() == NOT_FOUND ? texts.of("notes.gone") : problem.words());
  }

  /// These words are wanted, though the note is another meanwhile.
  public void saveOver() {
    Optional<NoteView> other = conflict.get();
    conflict.set(Optional.empty());
    note.set("");
    other.ifPresent(now -> {
      draft.get().ifPresent(mine -> keep(mine.onto(now)));
      if (isReady()) {
        save();
      } else {
        // The same words stand there already.
        discard();
      }
    });
  }

  /// Erases it for good.
  public void erase(NoteView gone) {
    calls.call(() -> backend.client().notes().remove(agent, gone.id()), _ -> {
      note.set(texts.of("notes.erased"));
      chosen.set(null);
      load();
    }, problem -> note.set(problem.words()));
  }

  public String agent() {
    return agent;
  }

  /// Changed last first; the best first for a search.
  public ObservableList<NoteView> notes() {
    return notes.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return notes.state();
  }

  /// Words to search for.
  public StringProperty query() {
    return query;
  }

  public ObjectProperty<@Nullable NoteView> chosen() {
    return chosen;
  }

  /// What is written over the chosen one, while it is.
  public ReadOnlyObjectProperty<Optional<NoteDraft>> draft() {
    return draft.getReadOnlyProperty();
  }

  /// What stands there since somebody else changed it.
  public ReadOnlyObjectProperty<Optional<NoteView>> conflict() {
    return conflict.getReadOnlyProperty();
  }

  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  InstantSource clock() {
    return backend.clock();
  }
}
