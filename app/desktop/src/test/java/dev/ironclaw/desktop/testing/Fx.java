package dev.ironclaw.desktop.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/// The UI thread of the headless platform, started once for all tests of a run.
public final class Fx {
  private static boolean started;

  private Fx() {}

  /// Runs it there and waits for its end, a minute at most.
  public static <T> T on(Callable<T> work) throws Exception {
    start();
    CompletableFuture<T> done = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        done.complete(work.call());
      } catch (Throwable e) {
        done.completeExceptionally(e);
      }
    });
    return done.get(1, TimeUnit.MINUTES);
  }

  private static synchronized void start() {
    if (!started) {
      started = true;
      System.setProperty("glass.platform", "Headless");
      System.setProperty("prism.order", "sw");
      Platform.startup(() -> Platform.setImplicitExit(false));
    }
  }
}
