package dev.ironclaw.desktop.testing;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.desktop.live.LiveEvents;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.Delay;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;

/// What view models need of the world, with a real control plane and a UI thread of its own.
public final class LiveDesk implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final ExecutorService ui = Executors.newSingleThreadExecutor();
  private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
  private final ControlPlaneClient client;
  private final LiveEvents events;
  private final Delay delay;

  /// @param delay for example one that ends at once
  public LiveDesk(ControlPlaneClient client, Delay delay) {
    this.client = client;
    this.events = new LiveEvents(client, ui);
    this.delay = delay;
  }

  public Backend backend() {
    return new Backend(client, events, InstantSource.system(), delay, background, ui);
  }

  /// Does something on the UI thread, and waits for it.
  public <T> T on(Callable<T> work) throws Exception {
    return ui.submit(work).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// The same, for what gives nothing.
  public void run(Runnable work) throws Exception {
    ui.submit(work).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// Waits until an observable thing is so, looked at on the UI thread whenever it changes.
  public void await(String what, ObservableValue<?> changing, Supplier<Boolean> condition) throws Exception {
    CompletableFuture<Boolean> met = new CompletableFuture<>();
    Future<?> listening = ui.submit(() -> changing.subscribe(_ -> {
      if (condition.get()) {
        met.complete(true);
      }
    }));
    try {
      listening.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      met.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("not so after " + PATIENCE_SECONDS + " s: " + what, e);
    }
  }

  @Override
  public void close() {
    events.close();
    client.close();
    ui.shutdownNow();
    background.shutdownNow();
  }
}
