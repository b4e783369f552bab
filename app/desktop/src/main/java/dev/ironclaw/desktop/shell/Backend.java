package dev.ironclaw.desktop.shell;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.desktop.live.Events;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// What a view model needs of the world.
///
/// @param clients gives the one to ask now: another one after a new connection, so nobody keeps it
/// @param background for calls that wait
/// @param ui the UI thread
public record Backend(Supplier<ControlPlaneClient> clients, Events events, InstantSource clock, Delay delay,
    Executor background,
    Executor ui) {
  /// One connection for as long as it lasts.
  public Backend(ControlPlaneClient client, Events events, InstantSource clock, Delay delay, Executor background,
      Executor ui) {
    this(() -> client, events, clock, delay, background, ui);
  }

  /// The control plane as it is reached now.
  public ControlPlaneClient client() {
    return clients.get();
  }

  /// For one view model, from its start to its stop.
  public Calls calls() {
    return new Calls(background, ui);
  }
}
