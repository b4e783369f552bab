package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.api.JobChangeView;
import dev.ironclaw.contract.api.JobReviewView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// What a job that works in a copy would change in its project, and a person's word on it. What is accepted is what was
/// shown: the digest of that goes with the yes.
///
/// Threading: the UI thread.
public final class JobChanges {
  private final Backend backend;
  private final Calls calls;
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyObjectWrapper<Optional<JobReviewView>> review = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObjectProperty<@Nullable JobChangeView> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
  private Optional<String> job = Optional.empty();
  /// As the job had it when this was loaded.
  private String known = "";
  private int asked;
  private boolean stale;

  JobChanges(Backend backend, Calls calls) {
    this.backend = backend;
    this.calls = calls;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<JobReviewView>> review() {
    return review.getReadOnlyProperty();
  }

  public ObjectProperty<@Nullable JobChangeView> chosen() {
    return chosen;
  }

  /// Whether a word is on its way.
  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /// Why the last word did not count; empty where it did.
  public ReadOnlyStringProperty refusal() {
    return refusal.getReadOnlyProperty();
  }

  /// @param standing of the job's review; `none` for a job without one
  void show(Optional<String> wanted, String standing) {
    if (stale || !wanted.equals(job) || !standing.equals(known)) {
      boolean other = !wanted.equals(job);
      job = wanted;
      known = standing;
      if (other) {
        review.set(Optional.empty());
        chosen.set(null);
        refusal.set("");
        state.set(new ListState.Loading());
      }
      load();
    }
  }

  /// What it would change, as it is now.
  public void load() {
    int question = ++asked;
    stale = false;
    if (job.isEmpty() || known.equals("none") || busy.get()) {
      return;
    }
    String id = job.get();
    calls.call(() -> backend.client().jobs().review(id), found -> {
      if (question == asked) {
        arrived(found);
      }
    }, problem -> {
      if (question == asked) {
        // It is written down when the job begins.
        state.set(problem.status() == 404 ? new ListState.Empty() : new ListState.Failed(problem.words()));
      }
    });
  }

  private void arrived(JobReviewView found) {
    String marked = Optional.ofNullable(chosen.get()).map(JobChangeView::path).orElse("");
    review.set(Optional.of(found));
    known = found.state();
    chosen.set(found.changes().stream().filter(one -> one.path().equals(marked)).findFirst()
        .orElse(found.changes().isEmpty() ? null : found.changes().getFirst()));
    state.set(new ListState.Filled());
  }

  /// Whether somebody may decide now.
  public boolean isOpen() {
    return review.get().filter(one -> one.state().equals("open")).isPresent();
  }

  /// Whether a place changed in the project meanwhile, too, so that nothing can be brought over.
  public boolean hasConflict() {
    return review.get().filter(one -> one.changes().stream().anyMatch(change -> change.conflict().isPresent()))
        .isPresent();
  }

  /// Brings over what was shown.
  public void accept(JobReviewView shown) {
    decide(() -> backend.client().jobs().accept(shown.jobId(), shown.digest()));
  }

  /// Throws it away.
  public void discard(JobReviewView shown) {
    decide(() -> backend.client().jobs().discard(shown.jobId()));
  }

  private void decide(Supplier<JobReviewView> word) {
    int question = ++asked;
    Optional<String> about = job;
    busy.set(true);
    refusal.set("");
    calls.call(word, found -> {
      busy.set(false);
      if (question == asked) {
        arrived(found);
      } else {
        load();
      }
    }, problem -> {
      busy.set(false);
      // Under another job it would be taken for that one's.
      if (about.equals(job)) {
        refusal.set(problem.words());
      }
      load();
    });
  }

  /// No late answer counts; whoever comes back sees it anew.
  void stop() {
    asked++;
    stale = true;
    busy.set(false);
  }
}
