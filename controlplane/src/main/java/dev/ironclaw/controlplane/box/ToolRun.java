package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running call of a tool. Ends once, whoever ends it.
final class ToolRun {
  private static final Logger LOG = LoggerFactory.getLogger(ToolRun.class);

  private final Then then;
  private final Set<ToolRun> running;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable CompletableFuture<HostToolAnswer> work;
  private volatile @Nullable Future<?> timeLimit;

  /// What to do with the outcome; one of them is called, once, on any thread.
  interface Then {
    void answered(HostToolAnswer answer);

    void failed(IronclawException failure);

    /// The box is gone.
    void gone();
  }

  /// @param running loses this run at its end
  ToolRun(Then then, Set<ToolRun> running) {
    this.then = then;
    this.running = running;
  }

  boolean isOver() {
    return over.get();
  }

  void endsAfter(ScheduledExecutorService timer, Duration limit) {
    timeLimit = timer.schedule(() -> {
      if (end()) {
        then.answered(HostToolAnswer.refused("it took longer than " + limit.toSeconds()
            + " s and was broken off; whether it had an effect is not known"));
      }
    }, limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  void follows(String tool, CompletableFuture<HostToolAnswer> future) {
    work = future;
    if (isOver()) {
      future.cancel(true);
      return;
    }
    var _ = future.whenComplete((answer, failure) -> {
      if (failure != null) {
        toolFailed(tool, failure);
      } else if (end()) {
        then.answered(bounded(answer));
      }
    });
  }

  /// What the agent or somebody outside can mend is a result, in the tool's words; a fault or a pause of the host is a
  /// problem, after which the box may make the call again.
  void toolFailed(String tool, Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    if (cause instanceof IronclawException known) {
      if (isTheHosts(known)) {
        fail(known);
      } else if (end()) {
        then.answered(bounded(HostToolAnswer.refused(String.valueOf(known.getMessage()))));
      }
    } else if (cause instanceof CancellationException) {
      fail(new IronclawException(ErrorCode.NOT_READY, "tool " + tool + ": it was broken off; try again"));
    } else {
      LOG.error("tool={} failed", tool, cause);
      fail(new IronclawException(ErrorCode.INTERNAL, "the host failed; try again"));
    }
  }

  private static boolean isTheHosts(IronclawException failure) {
    return switch (failure.code().type()) {
      case INTERNAL -> true;
      case RESOURCES -> failure.code() != ErrorCode.RATE_LIMITED;
      case USER, DENIED, EXTERNAL -> false;
    };
  }

  void fail(IronclawException failure) {
    if (end()) {
      then.failed(failure);
    }
  }

  void hungUp() {
    if (end()) {
      then.gone();
    }
  }

  /// Everything is stopped.
  void cut() {
    brokenOff("everything");
  }

  /// The turn is stopped.
  void stopped() {
    brokenOff("this answer");
  }

  private void brokenOff(String what) {
    if (end()) {
      then.answered(HostToolAnswer.refused(
          "it was broken off because a person stopped " + what + "; whether it had an effect is not known"));
    }
  }

  private boolean end() {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    running.remove(this);
    Future<?> limit = timeLimit;
    if (limit != null) {
      limit.cancel(false);
    }
    CompletableFuture<HostToolAnswer> unfinished = work;
    if (unfinished != null) {
      unfinished.cancel(true);
    }
    return true;
  }

  private static HostToolAnswer bounded(HostToolAnswer answer) {
    return new HostToolAnswer(Excerpt.start(answer.text(), BoxApi.MAX_TOOL_ANSWER_CHARS), answer.isError());
  }
}
