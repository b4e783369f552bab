package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread on which decisions are made in the order in which they come, so that what they touch needs no lock.
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final ScheduledThreadPoolExecutor thread;

  Loop(String name) {
    thread = new ScheduledThreadPoolExecutor(1, task -> Thread.ofPlatform().name(name).unstarted(task));
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// Runs the task soon; a failure is logged, and the next task runs all the same.
  void tell(Runnable task) {
    try {
      thread.execute(guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("step=closed a late call was dropped");
    }
  }

  /// Runs the task once the time is over.
  Alarm after(Duration wait, Runnable task) {
    Future<?> scheduled = thread.schedule(guarded(task), wait.toMillis(), TimeUnit.MILLISECONDS);
    return () -> scheduled.cancel(false);
  }

  /// A task that waits for its moment.
  @FunctionalInterface
  interface Alarm {
    void cancel();
  }

  /// Runs the question and waits for its answer. Never from the loop itself.
  <T> T ask(Callable<T> question) {
    try {
      return thread.submit(question).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IronclawException(ErrorCode.INTERNAL, "ask the box supervisor: interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IronclawException(ErrorCode.INTERNAL, "ask the box supervisor: failed", e);
    } catch (RejectedExecutionException e) {
      throw new IronclawException(ErrorCode.NOT_READY, "ask the box supervisor: the control plane is stopping", e);
    }
  }

  void close() {
    thread.shutdownNow();
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("step=supervise problem={}", e.getMessage(), e);
      }
    };
  }
}
