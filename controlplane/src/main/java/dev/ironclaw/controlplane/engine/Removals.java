package dev.ironclaw.controlplane.engine;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes containers. What an engine refuses to remove (a file of it is "device or resource busy") it mostly removes a moment
/// later: it is asked again, each time after twice as long, and so many times. What is left then goes at the next start of
/// the control plane.
///
/// Threading: any thread; whoever asks first waits for the first try only.
final class Removals {
  /// The last one a minute after the first.
  static final int TRIES = 7;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  private final Engine engine;
  private final Duration firstWait;
  private final Executor threads = task -> Thread.ofPlatform().daemon().name("engine-remove").start(task);

  Removals(Engine engine) {
    this(engine, FIRST_WAIT);
  }

  Removals(Engine engine, Duration firstWait) {
    this.engine = engine;
    this.firstWait = firstWait;
  }

  /// Fails with `RUNTIME_UNAVAILABLE` where the first try is not answered: nobody knows what became of it, and whoever asked
  /// looks for the container again when the engine answers.
  ///
  /// @return whether it is gone, when that is known
  CompletableFuture<Boolean> remove(String container) {
    try {
      engine.remove(container);
      return CompletableFuture.completedFuture(true);
    } catch (RuntimeException e) {
      if (e instanceof IronclawException known && known.code() == ErrorCode.RUNTIME_UNAVAILABLE) {
        throw e;
      }
      return again(container, 1, firstWait, e);
    }
  }

  private CompletableFuture<Boolean> again(String container, int tried, Duration wait, RuntimeException problem) {
    if (tried == TRIES) {
      LOG.error("container={} step=remove tries={} problem={}; it is removed at the next start of the control plane",
          container, tried, words(problem), problem);
      return CompletableFuture.completedFuture(false);
    }
    LOG.warn("container={} step=remove problem={}; again in {}", container, words(problem), wait);
    return CompletableFuture.completedFuture(container).thenComposeAsync(id -> {
      try {
        engine.remove(id);
        return CompletableFuture.completedFuture(true);
      } catch (RuntimeException e) {
        // Nobody waits for what this gives: whatever it was, it counts as a refusal.
        return again(id, tried + 1, wait.plus(wait), e);
      }
    }, CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, threads));
  }

  /// A fault of ours has words that say nothing without its name.
  private static String words(RuntimeException problem) {
    return problem instanceof IronclawException known ? String.valueOf(known.getMessage()) : problem.toString();
  }
}
