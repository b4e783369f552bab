package dev.ironclaw.controlplane.panic;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.event.EventHub;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stops everything at once, and lets it go on. To stop needs memory and signals only: the disk and the log are told
/// after that, as well as they can be. To go on needs the log.
///
/// Threading: any thread.
public final class PanicControl implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PanicControl.class);

  private final Brake brake;
  private final PanicSteps steps;
  private final AuditLog audit;
  private final EventHub events;
  private final Clock clock;
  /// A log that hangs on a locked database must not hold up whoever stops everything.
  private final ExecutorService log = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().daemon().name("panic-log").factory());
  /// One thread that is there already, for a panic may come when no other can be had.
  private final ThreadPoolExecutor beside = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
      new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("panic-cut").factory(),
      (step, _) -> step.run());

  public PanicControl(Brake brake, PanicSteps steps, AuditLog audit, EventHub events, Clock clock) {
    this.brake = brake;
    this.steps = steps;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
    boolean _ = beside.prestartCoreThread();
    // Has the log's one start, too.
    log.execute(() -> {});
  }

  /// What came of a panic.
  ///
  /// @param frozen processes of boxes that stand still
  /// @param remembered whether it is on disk, so that a restart starts stopped
  public record Stopped(Panic panic, int frozen, boolean remembered) {}

  public Brake brake() {
    return brake;
  }

  /// Freezes every box, cuts model streams, and holds everything that asks the brake. Never fails; again is harmless, and
  /// freezes again.
  public Stopped panic(String by, Optional<String> reason) {
    Panic panic = brake.engage(new Panic(clock.instant().truncatedTo(ChronoUnit.MILLIS), by, reason));
    int[] frozen = new int[1];
    boolean remembered;
    try {
      stop(frozen);
    } finally {
      remembered = remember(panic);
    }
    LOG.warn("step=panic by={} frozen={} remembered={}", by, frozen[0], remembered);
    guarded("log", () -> log.execute(() -> audit.recordBestEffort(new AuditEvent("system", "", "panic", by,
        "everything is stopped: " + frozen[0] + " processes of boxes are frozen, model streams cut, deliveries held"
            + panic.reason().map(why -> "; reason given: " + why).orElse("")))));
    guarded("publish", () -> publish(Optional.of(panic)));
    return new Stopped(panic, frozen[0], remembered);
  }

  private void stop(int[] frozen) {
    // Beside each other: what leaves the machine does not flow on for as long as an engine needs to stop its containers, and
    // no box runs on because something can't be cut.
    CompletableFuture<Void> cut = CompletableFuture.runAsync(() -> guarded("cut", steps.cuts()), beside);
    brake.whileOn(() -> frozen[0] = freeze());
    guarded("cut", cut::join);
  }

  private int freeze() {
    try {
      return steps.freeze().getAsInt();
    } catch (Throwable e) {
      // Errors, too: where no thread can be had, that is one.
      LOG.error("step=panic problem=boxes-not-frozen", e);
      return 0;
    }
  }

  private boolean remember(Panic panic) {
    try {
      brake.remember(panic);
      return true;
    } catch (Throwable e) {
      LOG.error("step=panic problem=not-on-disk; it holds until this process ends", e);
      return false;
    }
  }

  /// Lets everything go on, with its audit entry on disk first. Nothing to do where nothing is stopped.
  ///
  /// @return the panic that is over
  /// @throws dev.ironclaw.contract.IronclawException `AUDIT_UNAVAILABLE` or `AUDIT_BROKEN`, and everything stays stopped
  public Optional<Panic> resume(String by) {
    Optional<Panic> over = brake.panic();
    if (over.isEmpty()) {
      return over;
    }
    Panic panic = over.get();
    record(new AuditEvent("system", "", "resume", by, "everything may go on; it was stopped at " + panic.since()
        + " by " + panic.by() + panic.reason().map(why -> "; reason given: " + why).orElse("")));
    guarded("ready", steps.ready());
    brake.release();
    guarded("decided", steps.decided());
    brake.whileOff(() -> guarded("thaw", steps.thaw()));
    guarded("onward", steps.onward());
    LOG.warn("step=resume by={}", by);
    publish(Optional.empty());
    return over;
  }

  /// Behind the entry of the panic itself.
  private void record(AuditEvent event) {
    try {
      CompletableFuture.runAsync(() -> audit.record(event), log).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IronclawException known ? known : e;
    }
  }

  /// One part's fault must not leave the others stopped, or running: also none that is an [Error].
  private static void guarded(String name, Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      LOG.error("step={} failed", name, e);
    }
  }

  /// Waits for nobody, as the hub has it: whoever looks on learns of it also where the log hangs.
  private void publish(Optional<Panic> panic) {
    Map<String, Object> data = new HashMap<>();
    data.put("on", panic.isPresent());
    panic.ifPresent(now -> {
      data.put("since", now.since().toString());
      data.put("by", now.by());
      now.reason().ifPresent(why -> data.put("reason", why));
    });
    events.publish("system.panic", data, true);
  }

  /// Waits a moment for the entry of a panic.
  @Override
  public void close() {
    beside.shutdown();
    log.shutdown();
    try {
      if (!log.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.error("step=close problem=a panic has no audit entry yet; the one of its end will tell of it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
