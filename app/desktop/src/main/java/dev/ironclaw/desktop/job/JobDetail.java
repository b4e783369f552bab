package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.api.JobPromptBody;
import dev.ironclaw.contract.api.JobView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// The job that is open: how it stands, its log, its files, its changes, and what somebody wants to say to it. Files and
/// changes are looked at once somebody wants to see them.
///
/// Threading: the UI thread.
public final class JobDetail {
  /// What is in front.
  public enum Part {
    OVERVIEW, LOG, FILES, CHANGES
  }

  private final Backend backend;
  private final Calls calls;
  private final JobLog log;
  private final JobFiles files;
  private final JobChanges changes;
  private final ReadOnlyObjectWrapper<@Nullable JobView> job = new ReadOnlyObjectWrapper<>();
  private final ObjectProperty<Part> part = new SimpleObjectProperty<>(Part.OVERVIEW);
  private final StringProperty words = new SimpleStringProperty("");
  private final BooleanProperty last = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");
  private int asked;

  JobDetail(Backend backend, Calls calls, JobFeed feed) {
    this.backend = backend;
    this.calls = calls;
    this.log = new JobLog(backend, calls, feed);
    this.files = new JobFiles(backend, calls);
    this.changes = new JobChanges(backend, calls);
    part.subscribe(_ -> look());
  }

  public ReadOnlyObjectProperty<@Nullable JobView> job() {
    return job.getReadOnlyProperty();
  }

  public ObjectProperty<Part> part() {
    return part;
  }

  public JobLog log() {
    return log;
  }

  public JobFiles files() {
    return files;
  }

  public JobChanges changes() {
    return changes;
  }

  /// What somebody wants to say to it.
  public StringProperty words() {
    return words;
  }

  /// Whether it shall end after that.
  public BooleanProperty last() {
    return last;
  }

  /// What became of what was said.
  public ReadOnlyStringProperty said() {
    return said.getReadOnlyProperty();
  }

  /// Another job, or the same with news.
  void show(@Nullable JobView row) {
    JobView before = job.get();
    boolean other = row == null || before == null || !before.id().equals(row.id());
    if (other) {
      said.set("");
      words.set("");
      last.set(false);
      if (row != null && row.review().equals("none") && part.get() == Part.CHANGES) {
        part.set(Part.OVERVIEW);
      }
      job.set(row);
      // Nobody follows what nobody looks at.
      log.show(Optional.empty());
      files.show(Optional.empty());
      changes.show(Optional.empty(), "none");
    }
    if (row != null) {
      load(row);
    }
    look();
  }

  /// A list has it without how it came where it is.
  private void load(JobView row) {
    int question = ++asked;
    calls.call(() -> backend.client().jobs().find(row.id()), found -> {
      if (question == asked) {
        job.set(found);
        look();
      }
    }, _ -> {
      // What the list knows is shown; that it is gone, the list says.
      if (question == asked && isStillThat(row)) {
        job.set(row);
      }
    });
  }

  /// How it stands, anew.
  void refresh() {
    Optional.ofNullable(job.get()).ifPresent(this::load);
  }

  private boolean isStillThat(JobView row) {
    return Optional.ofNullable(job.get()).filter(now -> now.id().equals(row.id())).isPresent();
  }

  private void look() {
    JobView now = job.get();
    Optional<String> id = Optional.ofNullable(now).map(JobView::id);
    switch (part.get()) {
      case OVERVIEW -> {
      }
      case LOG -> log.show(id);
      case FILES -> files.show(id);
      case CHANGES -> changes.show(id, now == null ? "none" : now.review());
    }
  }

  /// Says it.
  void send() {
    JobView to = job.get();
    String text = words.get().strip();
    boolean done = last.get();
    if (to == null || (text.isEmpty() && !done)) {
      return;
    }
    said.set("");
    calls.call(() -> backend.client().jobs().prompt(to.id(), new JobPromptBody(text, Optional.of(done))), _ -> {
      if (isStillThat(to) && words.get().strip().equals(text)) {
        words.set("");
        last.set(false);
      }
    }, problem -> said.set(problem.words()));
  }

  /// What is in front, anew.
  void start() {
    switch (part.get()) {
      case OVERVIEW -> {
      }
      case LOG -> log.load();
      case FILES -> files.load();
      case CHANGES -> changes.load();
    }
  }

  void stop() {
    asked++;
    log.stop();
    files.stop();
    changes.stop();
  }
}
