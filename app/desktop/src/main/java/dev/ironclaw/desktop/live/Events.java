package dev.ironclaw.desktop.live;

import dev.ironclaw.client.StreamEvent;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.util.Subscription;

/// The control plane's events on the UI thread.
///
/// Threading: the UI thread alone.
public interface Events {
  /// Tells of every event.
  ///
  /// @param listener gets every event until the subscription ends; `resync` means: load everything anew
  Subscription listen(Consumer<StreamEvent> listener);

  /// False while the control plane can't be reached.
  ReadOnlyBooleanProperty connected();

  /// Why the control plane does not let this app in, in its own words; empty where it does, or can't be reached.
  ReadOnlyStringProperty refusal();
}
