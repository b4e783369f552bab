package dev.ironclaw.controlplane.engine;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends calls that an engine does not answer: the library's own time limits do not hold on a unix socket. A caller that waits
/// too long is interrupted, which closes the connection that it waits on.
record CallLimit(Duration most) {
  /// A call of the engine.
  interface Call<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }

  /// Fails with `RUNTIME_UNAVAILABLE` when the time is over.
  <T extends @Nullable Object> T within(String what, Call<T> call) throws InterruptedException {
    Alarm alarm = new Alarm(Thread.currentThread());
    CompletableFuture<Void> set = CompletableFuture.runAsync(alarm::ring,
        CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS));
    try {
      T answer = call.run();
      alarm.end();
      return answer;
    } catch (RuntimeException | InterruptedException e) {
      if (alarm.end()) {
        throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE,
            what + ": no answer within " + most.toSeconds() + " s", e);
      }
      throw e;
    } finally {
      set.cancel(false);
      alarm.end();
    }
  }

  /// One caller's time.
  private static final class Alarm {
    private final Thread caller;
    private boolean ended;
    private boolean rung;

    Alarm(Thread caller) {
      this.caller = caller;
    }

    synchronized void ring() {
      if (!ended) {
        rung = true;
        caller.interrupt();
      }
    }

    /// On the caller's thread: it is not interrupted any more, and what was is forgotten, once.
    ///
    /// @return whether it had rung
    synchronized boolean end() {
      boolean ours = rung && !ended;
      ended = true;
      if (ours) {
        Thread.interrupted();
      }
      return rung;
    }
  }
}
