package dev.ironclaw.desktop.shell;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.desktop.live.Events;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/// What a view model needs of the world.
///
/// @param background for calls that wait
/// @param ui the UI thread
public record Backend(ControlPlaneClient client, Events events, InstantSource clock, Delay delay, Executor background,
    Executor ui) {
  /// For one view model, from its start to its stop.
  public Calls calls() {
    return new Calls(background, ui);
  }
}
