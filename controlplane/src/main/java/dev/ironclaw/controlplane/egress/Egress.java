package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The broker: takes an agent's request, and gives back what a host answered, or why not.
///
/// Threading: any thread; no call blocks for longer than a commit. The work is done on a few platform threads, because each request is written to the
/// log before it leaves.
public final class Egress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Egress.class);
  private static final int THREADS = 16;
  private static final int MAX_WAITING = 64;

  private final EgressParts parts;
  private final EgressLog log;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timeLimits;
  private final Set<EgressCall> running = ConcurrentHashMap.newKeySet();

  public Egress(EgressParts parts, Ledger ledger, RefusalLimit refusals, Clock clock) {
    this.parts = parts;
    log = new EgressLog(ledger, refusals, parts.leaks(), clock);
    threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
        Thread.ofPlatform().daemon().name("egress-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    timeLimits = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("egress-time-limit").factory());
    timeLimits.setRemoveOnCancelPolicy(true);
  }

  /// Starts a request. Cancelling the future ends it.
  ///
  /// @return fails with an `IronclawException`: `DENIED`, `INVALID_REQUEST`, `TOO_LARGE`, `RATE_LIMITED`, `CONFLICT`,
  ///         `UPSTREAM_FAILED`, `NOT_READY` in a panic
  public CompletableFuture<EgressAnswer> fetch(EgressRequest request) {
    CompletableFuture<EgressAnswer> future = new CompletableFuture<>();
    EgressRates.Allowance allowance = parts.rates().of(request.agentGroup());
    if (!allowance.rate().tryConsume(1)) {
      return refused(request, future, new IronclawException(ErrorCode.RATE_LIMITED, "at most "
          + parts.limits().perMinute() + " requests a minute; wait and try again"));
    }
    if (!allowance.places().tryAcquire()) {
      return refused(request, future, new IronclawException(ErrorCode.RATE_LIMITED, "at most "
          + parts.limits().atOnce() + " requests at a time; wait for one to end"));
    }
    EgressCall call = new EgressCall(request, parts, log);
    running.add(call);
    var limit = timeLimits.schedule(() -> {
      future.completeExceptionally(new IronclawException(ErrorCode.UPSTREAM_FAILED, request.url().host()
          + " took longer than " + parts.limits().total().toSeconds() + " s"));
    }, parts.limits().total().toMillis(), TimeUnit.MILLISECONDS);
    var _ = future.whenComplete((_, _) -> {
      limit.cancel(false);
      call.close();
    });
    try {
      threads.execute(() -> {
        try {
          run(request, call, future);
        } finally {
          running.remove(call);
          allowance.places().release();
        }
      });
    } catch (RejectedExecutionException full) {
      // silent-ok: the refusal says it
      running.remove(call);
      allowance.places().release();
      future.completeExceptionally(new IronclawException(ErrorCode.RATE_LIMITED, "the host is busy; try again"));
    }
    return future;
  }

  private void run(EgressRequest request, EgressCall call, CompletableFuture<EgressAnswer> future) {
    if (future.isDone()) {
      return;
    }
    try {
      parts.brake().check("call " + request.url().host());
      future.complete(call.run());
    } catch (IronclawException e) {
      if (e.code() != ErrorCode.UPSTREAM_FAILED) {
        log.refused(request, e);
      }
      future.completeExceptionally(e);
    } catch (RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  private CompletableFuture<EgressAnswer> refused(EgressRequest request, CompletableFuture<EgressAnswer> future,
      IronclawException why) {
    log.refused(request, why);
    future.completeExceptionally(why);
    return future;
  }

  /// Breaks off every running request. New ones are refused where the brake is on.
  public void cut() {
    List.copyOf(running).forEach(EgressCall::close);
  }

  /// Never by interrupting: whoever writes to the log at that moment would lose its file.
  @Override
  public void close() {
    threads.shutdown();
    cut();
    timeLimits.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("step=close a request did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }
}
