package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.BackupLeftOut;
import dev.ironclaw.client.PrivateFiles;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BackupBody;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A sealed backup into a file. The passphrase is gone when the person leaves; one that is being written goes on, and how it
/// ended is said when the person is back.
///
/// Threading: the UI thread; the file is written off it.
public final class BackupViewModel implements ViewModel {
  /// The control plane takes no shorter one.
  private static final int SHORTEST = 15;
  private static final int MOST_PARTIALS = 100;

  private final Backend backend;
  private final Texts texts;
  private final StringProperty passphrase = new SimpleStringProperty("");
  private final StringProperty again = new SimpleStringProperty("");
  private final BooleanProperty workspaces = new SimpleBooleanProperty();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

  private Optional<AtomicBoolean> running = Optional.empty();

  /// @param whole whether there is a backup now
  private record Ended(boolean whole, String words) {}

  public BackupViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {
    passphrase.set("");
    again.set("");
    if (running.isEmpty()) {
      note.set("");
    }
  }

  /// Also while it is being written: what is there then is no backup.
  @Override
  public boolean isUnsaved() {
    return running.isPresent() || !passphrase.get().isEmpty() || !again.get().isEmpty();
  }

  public StringProperty passphrase() {
    return passphrase;
  }

  public StringProperty again() {
    return again;
  }

  public BooleanProperty workspaces() {
    return workspaces;
  }

  public ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  /// Long enough, and twice the same.
  public BooleanBinding ready() {
    return Bindings.createBooleanBinding(
        () -> passphrase.get().length() >= SHORTEST && passphrase.get().equals(again.get()) && !busy.get(), passphrase,
        again, busy);
  }

  /// Writes it, whole or not at all, where none is being written.
  public void write(Path file) {
    if (running.isPresent()) {
      return;
    }
    BackupBody body = new BackupBody(passphrase.get(), Optional.of(workspaces.get()));
    AtomicBoolean cancelled = new AtomicBoolean();
    running = Optional.of(cancelled);
    busy.set(true);
    note.set(texts.of("settings.backup.busy"));
    backend.background().execute(() -> {
      Ended ended = download(body, file.toAbsolutePath(), cancelled);
      backend.ui().execute(() -> ended(ended, body.passphrase()));
    });
  }

  /// Ends the one that is being written; nothing is left of it.
  public void cancel() {
    running.ifPresent(cancelled -> cancelled.set(true));
  }

  private void ended(Ended ended, String used) {
    running = Optional.empty();
    busy.set(false);
    note.set(ended.words());
    if (ended.whole() && passphrase.get().equals(used)) {
      passphrase.set("");
      again.set("");
    }
  }

  private String words(Path file, BackupLeftOut left, long bytes) {
    String done = texts.of("settings.backup.done", file, bytes);
    return left.things() == 0
        ? done
        : done + " " + texts.of("settings.backup.left", left.things(), VisibleText.line(left.of()));
  }

  private Ended download(BackupBody body, Path file, AtomicBoolean cancelled) {
    Optional<Path> partial = Optional.empty();
    try {
      Path mine = fresh(file);
      partial = Optional.of(mine);
      BackupLeftOut left;
      try (OutputStream out = new Cancellable(Files.newOutputStream(mine), cancelled)) {
        left = backend.client().backup(body, out);
      }
      if (cancelled.get()) {
        return new Ended(false, texts.of("settings.backup.cancelled"));
      }
      Files.move(mine, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new Ended(true, words(file, left, Files.size(file)));
    } catch (IOException | ApiException e) {
      return new Ended(false, cancelled.get()
          ? texts.of("settings.backup.cancelled")
          : e instanceof ApiException problem
              ? problem.words()
              : texts.of("settings.unwritten", file, String.valueOf(e.getMessage())));
    } finally {
      partial.ifPresent(BackupViewModel::remove);
    }
  }

  /// A file of its own, beside the one that it becomes.
  private static Path fresh(Path file) throws IOException {
    for (int n = 1;; n++) {
      Path partial = file.resolveSibling(file.getFileName() + "." + n + ".partial");
      try {
        PrivateFiles.create(partial);
        return partial;
      } catch (FileAlreadyExistsException e) {
        if (n == MOST_PARTIALS) {
          throw e;
        }
      }
    }
  }

  private static final class Cancellable extends BufferedOutputStream {
    private final AtomicBoolean cancelled;

    Cancellable(OutputStream out, AtomicBoolean cancelled) {
      super(out);
      this.cancelled = cancelled;
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) throws IOException {
      if (cancelled.get()) {
        throw new IOException("cancelled");
      }
      super.write(bytes, from, count);
    }
  }

  private static void remove(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException _) {
      // silent-ok: it is sealed, and no later backup takes its name.
    }
  }
}
