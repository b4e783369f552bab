package dev.ironclaw.desktop.job;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.JobFileContent;
import dev.ironclaw.contract.api.JobFileView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What a job leaves: the folders of its workspace and of its output, and one file of them in words.
///
/// Threading: the UI thread.
public final class JobFiles {
  /// The top of what it handed over.
  static final String OUTPUT = "/output";

  private final Backend backend;
  private final Calls calls;
  private final ObservableList<JobFileView> entries = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<ListState> state = new ReadOnlyObjectWrapper<>(new ListState.Loading());
  private final ReadOnlyStringWrapper path = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Optional<Read>> open = new ReadOnlyObjectWrapper<>(Optional.empty());
  private Optional<String> job = Optional.empty();
  private int asked;
  private boolean stale;

  JobFiles(Backend backend, Calls calls) {
    this.backend = backend;
    this.calls = calls;
  }

  /// A file that somebody looks at.
  ///
  /// @param content empty while it loads, and for what is no text
  /// @param text what is shown of it, line by line
  /// @param problem why it can't be shown
  public record Read(JobFileView file, Optional<JobFileContent> content, Lines text, Optional<String> problem) {}

  public ObservableList<JobFileView> entries() {
    return entries;
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return state.getReadOnlyProperty();
  }

  /// The folder that is shown: relative to the workspace, or below [#OUTPUT].
  public ReadOnlyStringProperty path() {
    return path.getReadOnlyProperty();
  }

  /// Whether more lies there than is shown.
  public ReadOnlyBooleanProperty more() {
    return more.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Optional<Read>> open() {
    return open.getReadOnlyProperty();
  }

  void show(Optional<String> wanted) {
    if (!wanted.equals(job)) {
      job = wanted;
      go("");
    } else if (stale) {
      load();
    }
  }

  /// The folder anew.
  public void load() {
    int question = ++asked;
    stale = false;
    String folder = path.get();
    job.ifPresent(id -> calls.call(() -> backend.client().jobs().files(id, folder), found -> {
      if (question == asked) {
        entries.setAll(found.entries());
        more.set(found.more());
        state.set(entries.isEmpty() ? new ListState.Empty() : new ListState.Filled());
      }
    }, problem -> {
      if (question == asked) {
        entries.clear();
        more.set(false);
        // Its folders are made when it starts.
        state.set(problem.status() == 404 ? new ListState.Empty() : new ListState.Failed(problem.words()));
      }
    }));
  }

  /// Shows a folder.
  ///
  /// @param folder empty for the workspace
  public void go(String folder) {
    path.set(folder);
    open.set(Optional.empty());
    entries.clear();
    state.set(new ListState.Loading());
    load();
  }

  /// The folder above, where there is one.
  public void up() {
    if (!isTop()) {
      String here = path.get();
      go(here.contains("/") ? here.substring(0, here.lastIndexOf('/')) : "");
    }
  }

  boolean isTop() {
    return path.get().isEmpty() || path.get().equals(OUTPUT);
  }

  /// Opens a folder, or reads a file; anything else can't be read.
  public void choose(JobFileView entry) {
    switch (entry.kind()) {
      case "folder" -> go(entry.path());
      case "file" -> read(entry);
      default -> {
      }
    }
  }

  private void read(JobFileView file) {
    int question = ++asked;
    open.set(Optional.of(new Read(file, Optional.empty(), Lines.NONE, Optional.empty())));
    calls.call(() -> backend.client().jobs().file(job.orElseThrow(), file.path()), found -> {
      if (question == asked) {
        open.set(Optional.of(new Read(file, Optional.of(found),
            Lines.of(VisibleText.text(found.content().orElse(""))), Optional.empty())));
      }
    }, problem -> {
      if (question == asked) {
        open.set(Optional.of(refused(file, problem)));
      }
    });
  }

  private static Read refused(JobFileView file, ApiException problem) {
    return new Read(file, Optional.empty(), Lines.NONE, Optional.of(problem.words()));
  }

  /// Nobody looks at a file any more.
  public void close() {
    open.set(Optional.empty());
  }

  /// No late answer counts; whoever comes back sees the folder anew.
  void stop() {
    asked++;
    stale = true;
    // What was not there yet does not come any more.
    open.set(open.get().filter(read -> read.content().isPresent() || read.problem().isPresent()));
  }
}
