package dev.ironclaw.desktop.approval;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.UndoBody;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Following;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What was decided, newest first, page by page; what was applied can be undone.
public final class HistoryViewModel implements ViewModel {
  static final int PAGE = 50;

  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final LoadedList<ChangeHistoryView> decided;
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private final ObjectProperty<@Nullable ChangeHistoryView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<Optional<CardViewModel>> undoing = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  /// What is listed, from the newest to the oldest that was loaded: loading the newest anew does not take the older away.
  private List<ChangeHistoryView> loaded = List.of();
  private boolean loadingMore;
  /// What was asked for by its id.
  private Optional<ChangeHistoryView> asked = Optional.empty();
  private final Following following;

  public HistoryViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.following = new Following(backend);
    this.calls = following.calls();
    this.decided = new LoadedList<>(calls, () -> backend.client().changeHistory(PAGE));
    chosen.subscribe(_ -> undoing.set(Optional.empty()));
  }

  @Override
  public void start() {
    loadingMore = false;
    following.begin(this::happened);
    load();
  }

  @Override
  public void stop() {
    following.end();
  }

  InstantSource clock() {
    return backend.clock();
  }

  public ObservableList<ChangeHistoryView> decided() {
    return decided.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return decided.state();
  }

  /// True where older ones may be loaded.
  public ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  /// The row that is marked.
  public ObjectProperty<@Nullable ChangeHistoryView> chosen() {
    return chosen;
  }

  /// The card of what undoing the marked one would do, while it is looked at.
  public ReadOnlyObjectProperty<Optional<CardViewModel>> undoing() {
    return undoing.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  public void load() {
    decided.load(() -> {
      keepOlder();
      String marked = Optional.ofNullable(chosen.get()).map(row -> row.request().id()).orElse("");
      chosen.set(listed(marked).or(() -> asked.filter(row -> row.request().id().equals(marked)))
          .orElse(decided().isEmpty() ? null : decided().getFirst()));
    });
  }

  private void keepOlder() {
    int last = decided().size() == PAGE
        ? loaded.stream().map(row -> row.request().id()).toList().indexOf(decided().getLast().request().id())
        : -1;
    if (last < 0) {
      more.set(decided().size() == PAGE);
    } else {
      decided().addAll(loaded.subList(last + 1, loaded.size()));
    }
    loaded = List.copyOf(decided());
  }

  /// Marks that one, also where it is older than those that are listed.
  ///
  /// @param waits runs where it was not decided yet
  public void show(String id, Runnable waits) {
    calls.call(() -> backend.client().change(id), change -> {
      if (change.state().equals("pending")) {
        waits.run();
        return;
      }
      asked = Optional.of(new ChangeHistoryView(change, change.state(), change.decision()));
      chosen.set(listed(id).or(() -> asked).orElseThrow());
    }, problem -> note.set(problem.words()));
  }

  private Optional<ChangeHistoryView> listed(String id) {
    return decided().stream().filter(row -> row.request().id().equals(id)).findFirst();
  }

  /// Loads the next older ones; nothing where they are on their way.
  public void loadMore() {
    if (loadingMore || decided().isEmpty()) {
      return;
    }
    loadingMore = true;
    String last = decided().getLast().request().id();
    calls.call(() -> backend.client().changeHistory(last, PAGE), page -> {
      loadingMore = false;
      // Of a list that ends elsewhere by now they are not the next.
      if (!decided().isEmpty() && decided().getLast().request().id().equals(last)) {
        decided().addAll(page);
        loaded = List.copyOf(decided());
        more.set(page.size() == PAGE);
      }
    }, problem -> {
      loadingMore = false;
      note.set(problem.words());
    });
  }

  /// Shows what undoing the marked one would do.
  public void previewUndo() {
    Optional.ofNullable(chosen.get()).filter(HistoryViewModel::isUndoable).ifPresent(row -> calls.call(
        () -> backend.client().previewUndo(row.request().id()),
        card -> {
          if (Optional.ofNullable(chosen.get()).filter(now -> now.request().id().equals(row.request().id()))
              .isPresent()) {
            undoing.set(Optional.of(new CardViewModel(card, true, backend.delay())));
          }
        },
        problem -> note.set(problem.words())));
  }

  static boolean isUndoable(ChangeHistoryView row) {
    return row.status().equals("applied");
  }

  public void leaveUndo() {
    undoing.set(Optional.empty());
  }

  /// Undoes the marked one, where everything is there that the card asks for.
  public void undo() {
    ChangeHistoryView row = chosen.get();
    Optional<CardViewModel> card = undoing.get().filter(open -> open.approvable().get());
    if (row == null || card.isEmpty()) {
      return;
    }
    card.get().busy().set(true);
    calls.call(() -> backend.client().undo(row.request().id(), new UndoBody(Optional.of(card.get().consent()))),
        accepted -> {
          note.set(texts.of("approvals.history.undone", texts.of("approvals.state." + accepted.state()),
              row.request().card().title()));
          leaveUndo();
          load();
        }, problem -> {
          note.set(problem.words());
          card.get().busy().set(false);
          card.get().code().set("");
        });
  }

  private void happened(StreamEvent event) {
    switch (event.type()) {
      case StreamEvent.RESYNC, "change.decided", "change.applied", "change.failed" -> {
        // An undoing that is being read is not taken from under the reader.
        if (undoing.get().isEmpty()) {
          load();
        }
      }
      default -> {
      }
    }
  }
}
