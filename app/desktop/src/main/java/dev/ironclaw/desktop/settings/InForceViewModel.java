package dev.ironclaw.desktop.settings;

import dev.ironclaw.contract.api.SettingView;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.shell.ViewModel;
import dev.ironclaw.client.StreamEvent;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/// The settings that the control plane was started with, and where each is from.
public final class InForceViewModel implements ViewModel {
  private final Backend backend;
  private final Calls calls;
  private final LoadedList<SettingView> settings;
  private Subscription events = Subscription.EMPTY;

  public InForceViewModel(Backend backend) {
    this.backend = backend;
    this.calls = backend.calls();
    this.settings = new LoadedList<>(calls, () -> backend.client().settings());
  }

  @Override
  public void start() {
    calls.open();
    events = backend.events().listen(event -> {
      if (event.type().equals(StreamEvent.RESYNC)) {
        load();
      }
    });
    load();
  }

  @Override
  public void stop() {
    events.unsubscribe();
    calls.close();
  }

  public ObservableList<SettingView> settings() {
    return settings.items();
  }

  public ReadOnlyObjectProperty<ListState> state() {
    return settings.state();
  }

  public void load() {
    settings.load();
  }
}
