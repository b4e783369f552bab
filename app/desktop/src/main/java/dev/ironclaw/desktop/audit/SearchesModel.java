package dev.ironclaw.desktop.audit;

import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Texts;
import java.io.IOException;
import java.util.List;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Named searches.
///
/// Threading: the UI thread; the file is read and written off it.
public final class SearchesModel {
  private final Backend backend;
  private final Texts texts;
  private final SavedSearches file;
  private final StringProperty note;
  private final ObservableList<SavedSearch> searches = FXCollections.observableArrayList();

  /// @param note where it says what went wrong
  public SearchesModel(Backend backend, Texts texts, SavedSearches file, StringProperty note) {
    this.backend = backend;
    this.texts = texts;
    this.file = file;
    this.note = note;
  }

  /// By name.
  public ObservableList<SavedSearch> searches() {
    return searches;
  }

  public void load() {
    change(file::read);
  }

  /// One of the same name is replaced.
  public void save(String name, AuditFilter filter) {
    String plain = name.strip();
    if (!plain.isEmpty()) {
      String known = plain.substring(0, Math.min(plain.length(), SavedSearch.MOST_NAME));
      change(() -> file.save(new SavedSearch(known, filter)));
    }
  }

  public void delete(SavedSearch search) {
    change(() -> file.delete(search.name()));
  }

  /// What reads or writes the file.
  @FunctionalInterface
  private interface Work {
    List<SavedSearch> run() throws IOException;
  }

  private void change(Work work) {
    backend.background().execute(() -> {
      try {
        List<SavedSearch> now = work.run();
        backend.ui().execute(() -> searches.setAll(now));
      } catch (IOException e) {
        backend.ui().execute(() -> note.set(texts.of("audit.searches.failed", String.valueOf(e.getMessage()))));
      }
    });
  }
}
