package dev.ironclaw.desktop.settings;

import dev.ironclaw.client.BackupLeftOut;
import dev.ironclaw.client.PrivateFiles;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BackupBody;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.ViewModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
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

/// A sealed backup into a file. The passphrase is gone when the person leaves.
public final class BackupViewModel implements ViewModel {
  /// The control plane takes no shorter one.
  private static final int SHORTEST = 15;

  private final Backend backend;
  private final Texts texts;
  private final Calls calls;
  private final StringProperty passphrase = new SimpleStringProperty("");
  private final StringProperty again = new SimpleStringProperty("");
  private final BooleanProperty workspaces = new SimpleBooleanProperty();
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

  private record Written(Optional<BackupLeftOut> left, long bytes, String trouble) {}

  public BackupViewModel(Backend backend, Texts texts) {
    this.backend = backend;
    this.texts = texts;
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
  }

  @Override
  public void stop() {
    calls.close();
    passphrase.set("");
    again.set("");
    busy.set(false);
    note.set("");
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

  /// Writes it, whole or not at all.
  public void write(Path file) {
    BackupBody body = new BackupBody(passphrase.get(), Optional.of(workspaces.get()));
    busy.set(true);
    note.set(texts.of("settings.backup.busy"));
    calls.call(() -> download(body, file), written -> {
      busy.set(false);
      note.set(written.left().map(left -> words(file, left, written.bytes())).orElse(written.trouble()));
      if (written.left().isPresent()) {
        passphrase.set("");
        again.set("");
      }
    }, problem -> {
      busy.set(false);
      note.set(problem.words());
    });
  }

  private String words(Path file, BackupLeftOut left, long bytes) {
    String done = texts.of("settings.backup.done", file, bytes);
    return left.things() == 0
        ? done
        : done + " " + texts.of("settings.backup.left", left.things(), VisibleText.line(left.of()));
  }

  private Written download(BackupBody body, Path file) {
    Path partial = file.toAbsolutePath().resolveSibling(file.getFileName() + ".partial");
    try {
      PrivateFiles.replace(partial, new byte[0]);
      BackupLeftOut left;
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial))) {
        left = backend.client().backup(body, out);
      }
      Files.move(partial, file.toAbsolutePath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new Written(Optional.of(left), Files.size(file), "");
    } catch (IOException e) {
      return new Written(Optional.empty(), 0, texts.of("settings.unwritten", file, String.valueOf(e.getMessage())));
    } finally {
      remove(partial);
    }
  }

  private static void remove(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException _) {
      // silent-ok: it is sealed, and the next backup of that name replaces it.
    }
  }
}
