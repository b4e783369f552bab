package dev.ironclaw.desktop.preference;

import dev.ironclaw.client.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The preferences, in one small file of the app's folder. What is not understood there is replaced by its default, and
/// told; a file that can't be written is told too, and the wish holds until the app ends.
///
/// Threading: the UI thread; it writes on a thread of its own.
public final class PreferenceStore implements AutoCloseable {
  private static final int MOST_BYTES = 16 << 10;
  private static final int PATIENCE_SECONDS = 3;

  private final Path file;
  private final Executor ui;
  private final ExecutorService writer = Executors
      .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("preferences").factory());
  private final ReadOnlyObjectWrapper<Preferences> preferences = new ReadOnlyObjectWrapper<>(Preferences.DEFAULT);
  private final ReadOnlyObjectWrapper<Optional<Trouble>> trouble = new ReadOnlyObjectWrapper<>(Optional.empty());

  /// What went wrong with the file.
  public sealed interface Trouble {
    /// Defaults are used for what was not understood, or for all of it.
    record Misread(Path file, String what) implements Trouble {}

    record Unwritten(Path file, String why) implements Trouble {}
  }

  /// Reads what is there.
  ///
  /// @param folder of the app; made when something is written
  /// @param ui the UI thread
  public PreferenceStore(Path folder, Executor ui) {
    this.file = folder.resolve("preferences.properties");
    this.ui = ui;
    read();
  }

  private void read() {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        misread("the whole file");
        return;
      }
      PreferenceText.Reading reading = PreferenceText.read(new String(bytes, StandardCharsets.UTF_8));
      preferences.set(reading.preferences());
      if (!reading.wrong().isEmpty()) {
        misread(String.join(", ", reading.wrong()));
      }
    } catch (IOException e) {
      misread(String.valueOf(e.getMessage()));
    }
  }

  private void misread(String what) {
    trouble.set(Optional.of(new Trouble.Misread(file, what)));
  }

  /// As they are wanted now.
  public ReadOnlyObjectProperty<Preferences> preferences() {
    return preferences.getReadOnlyProperty();
  }

  /// The newest thing that went wrong with the file.
  public ReadOnlyObjectProperty<Optional<Trouble>> trouble() {
    return trouble.getReadOnlyProperty();
  }

  /// Holds from now on; the file follows.
  ///
  /// @param wish for example `now -> now.withTheme(Theme.DARK)`
  public void change(UnaryOperator<Preferences> wish) {
    Preferences wanted = wish.apply(preferences.get());
    if (!wanted.equals(preferences.get())) {
      preferences.set(wanted);
      writer.execute(() -> write(wanted));
    }
  }

  private void write(Preferences wanted) {
    try {
      PrivateFiles.folderOf(file);
      PrivateFiles.replace(file, PreferenceText.write(wanted).getBytes(StandardCharsets.UTF_8));
      ui.execute(() -> trouble.set(Optional.empty()));
    } catch (IOException e) {
      ui.execute(() -> trouble.set(Optional.of(new Trouble.Unwritten(file, String.valueOf(e.getMessage())))));
    }
  }

  /// After what was to be written is written.
  @Override
  public void close() {
    writer.shutdown();
    try {
      var _ = writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
