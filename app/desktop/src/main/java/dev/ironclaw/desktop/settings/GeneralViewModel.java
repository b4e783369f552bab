package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.preference.LoginStart;
import dev.ironclaw.desktop.preference.PreferenceStore;
import dev.ironclaw.desktop.preference.Preferences;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.Theme;
import dev.ironclaw.desktop.shell.ViewModel;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What the app itself does. Every wish holds at once.
public final class GeneralViewModel implements ViewModel {
  private final PreferenceStore store;
  private final Optional<LoginStart> loginStart;
  private final Calls calls;
  /// Empty while it is not known.
  private final ReadOnlyObjectWrapper<Optional<Boolean>> atLogin = new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");

  private record Answer(Optional<Boolean> enabled, String trouble) {}

  /// @param loginStart empty where nobody knows how the app would be started
  public GeneralViewModel(Backend backend, PreferenceStore store, Optional<LoginStart> loginStart) {
    this.store = store;
    this.loginStart = loginStart;
    this.calls = backend.calls();
  }

  @Override
  public void start() {
    calls.open();
    note.set("");
    ask(() -> {});
  }

  @Override
  public void stop() {
    calls.close();
  }

  public ReadOnlyObjectProperty<Preferences> preferences() {
    return store.preferences();
  }

  /// Whether it starts at login; empty while that is not known.
  public ReadOnlyObjectProperty<Optional<Boolean>> atLogin() {
    return atLogin.getReadOnlyProperty();
  }

  public boolean canStartAtLogin() {
    return loginStart.isPresent();
  }

  public ReadOnlyStringProperty note() {
    return note.getReadOnlyProperty();
  }

  public void closeToTray(boolean wanted) {
    store.change(now -> now.withCloseToTray(wanted));
  }

  public void startMinimized(boolean wanted) {
    store.change(now -> now.withStartMinimized(wanted));
  }

  public void theme(Theme wanted) {
    store.change(now -> now.withTheme(wanted));
  }

  public void startAtLogin(boolean wanted) {
    loginStart.ifPresent(system -> ask(wanted ? system::enable : system::disable));
  }

  /// Does it, then asks the system what is so now: that alone is shown.
  private void ask(Runnable first) {
    loginStart.ifPresent(system -> calls.call(() -> answer(system, first), answer -> {
      atLogin.set(answer.enabled);
      note.set(answer.trouble);
    }, _ -> {}));
  }

  private static Answer answer(LoginStart system, Runnable first) {
    String trouble = "";
    try {
      first.run();
    } catch (IronclawException e) {
      trouble = String.valueOf(e.getMessage());
    }
    try {
      return new Answer(Optional.of(system.isEnabled()), trouble);
    } catch (IronclawException e) {
      return new Answer(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }
}
