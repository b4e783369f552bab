package dev.ironclaw.desktop;

import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.preference.Preferences;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Texts;
import dev.ironclaw.desktop.shell.Theme;
import java.nio.file.Path;
import javafx.application.Platform;
import javafx.util.Subscription;

/// The preferences in force: read before the first start, which they have a say in, and worn once there is a window.
///
/// Threading: the UI thread, once it runs.
final class AppPreferences implements AutoCloseable {
  private final PreferenceStore store;
  private final Notices notices;
  private final Texts texts;
  private Subscription theme = Subscription.EMPTY;

  /// @param folder the app's own
  AppPreferences(Path folder, Notices notices, Texts texts) {
    this.store = new PreferenceStore(folder, Platform::runLater);
    this.notices = notices;
    this.texts = texts;
  }

  PreferenceStore store() {
    return store;
  }

  /// As they are wanted now.
  Preferences now() {
    return store.preferences().get();
  }

  /// From now on the app looks as it is wanted, and what goes wrong with the file is told.
  void wear() {
    store.preferences().map(Preferences::theme).subscribe(this::dress);
    store.trouble().subscribe(trouble -> trouble.ifPresent(this::tell));
  }

  private void dress(Theme chosen) {
    theme.unsubscribe();
    theme = chosen.apply();
  }

  private void tell(PreferenceStore.Trouble trouble) {
    notices.tell(switch (trouble) {
      case PreferenceStore.Trouble.Misread misread ->
        texts.of("shell.preferences.misread", misread.file(), misread.what());
      case PreferenceStore.Trouble.Unwritten unwritten ->
        texts.of("shell.preferences.unwritten", unwritten.file(), unwritten.why());
    });
  }

  @Override
  public void close() {
    store.close();
  }
}
