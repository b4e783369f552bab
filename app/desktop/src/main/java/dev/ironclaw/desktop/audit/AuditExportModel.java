package dev.ironclaw.desktop.audit;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.AuditClient;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;

/// Writes what a filter finds to a file. It goes on while another screen is looked at.
///
/// Threading: the UI thread; the file is written off it.
public final class AuditExportModel {
  private static final long STEP = 500;

  private final Backend backend;
  private final Texts texts;
  private final StringProperty note;
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
  private final ReadOnlyObjectWrapper<Optional<AtomicBoolean>> running = new ReadOnlyObjectWrapper<>(Optional.empty());

  /// @param note where it says how it ended
  public AuditExportModel(Backend backend, Texts texts, StringProperty note) {
    this.backend = backend;
    this.texts = texts;
    this.note = note;
  }

  /// 0 to 1, below 0 before anything is known.
  public ReadOnlyDoubleProperty progress() {
    return progress.getReadOnlyProperty();
  }

  /// Whether one is under way, as the switch that ends it.
  public ReadOnlyObjectProperty<Optional<AtomicBoolean>> running() {
    return running.getReadOnlyProperty();
  }

  public void cancel() {
    running.get().ifPresent(ended -> ended.set(true));
  }

  /// Begins, where none is under way.
  ///
  /// @param filter query parameters
  /// @param format `jsonl` or `csv`
  /// @param file that a person chose; what is there is replaced once the new one is whole
  public void begin(Map<String, String> filter, String format, Path file) {
    if (running.get().isPresent()) {
      return;
    }
    AtomicBoolean ended = new AtomicBoolean();
    running.set(Optional.of(ended));
    progress.set(-1);
    note.set("");
    Map<String, String> wanted = new LinkedHashMap<>(filter);
    wanted.put("format", format);
    backend.background().execute(() -> {
      String said = write(wanted, file, ended);
      backend.ui().execute(() -> {
        running.set(Optional.empty());
        note.set(said);
      });
    });
  }

  private String write(Map<String, String> filter, Path file, AtomicBoolean ended) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      long entries = backend.client().auditLog().export(filter, part, watched(ended));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return texts.of("audit.export.done", entries, file.toString());
    } catch (ApiException e) {
      return ended.get() ? texts.of("audit.export.ended") : e.words();
    } catch (IOException e) {
      return texts.of("audit.export.failed", file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private AuditClient.Progress watched(AtomicBoolean ended) {
    long[] told = {-STEP};
    return (entries, all) -> {
      if (ended.get()) {
        throw new IOException("ended by its owner");
      }
      if (entries - told[0] >= STEP) {
        told[0] = entries;
        double now = all == 0 ? 0 : (double) entries / (double) all;
        backend.ui().execute(() -> progress.set(now));
      }
    };
  }
}
