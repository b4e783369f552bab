package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.grant.ToolUses;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.session.SessionWaker;
import dev.ironclaw.controlplane.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what boxes have committed to where it belongs: each session's rows in order, each once. Nothing polls: a commit
/// starts it, and one alarm for each session that has a row for later.
///
/// To an outside platform a row goes at least once (a crash may fall between sending and marking; the id is the same
/// again). In the app's own chat exactly once, because there the marked row is the message.
///
/// Threading: any thread; the work is done on a few platform threads, never on two for the same session.
public final class OutboundPump implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundPump.class);
  private static final int THREADS = 8;
  /// After a fault of our own: state or queue could not be read or written.
  private static final Duration AFTER_FAULT = Duration.ofSeconds(15);

  private final SessionQueues queues;
  private final Brake brake;
  private final Registry registry;
  private final Clock clock;
  private final SessionOutbox outbox;
  private final UnsettledSessions unsettled;
  private final SessionWorkers workers;
  private final Alarms alarms;
  private final Runnable stopThreads;

  /// @param random spreads retries
  public OutboundPump(SessionQueues queues, UnsettledSessions unsettled, Registry registry, ToolUses uses,
      ChannelRegistry channels,
      SystemActions actions,
      Database state, AuditLog audit, SessionWaker waker, Clock clock, RandomGenerator random, Brake brake,
      RefusalLimit refusals) {
    ThreadPoolExecutor threads = threads();
    this(queues, unsettled, registry, uses, channels, actions, state, audit, waker, clock, random, brake, refusals,
        threads,
        ring -> new ScheduledAlarms(clock, ring), () -> stop(threads));
  }

  OutboundPump(SessionQueues queues, UnsettledSessions unsettled, Registry registry, ToolUses uses,
      ChannelRegistry channels,
      SystemActions actions,
      Database state, AuditLog audit, SessionWaker waker, Clock clock, RandomGenerator random, Brake brake,
      RefusalLimit refusals,
      Executor threads,
      Function<Consumer<SessionId>, Alarms> alarms, Runnable stopThreads) {
    DeliveryStore store = new DeliveryStore(state, audit);
    Origins origins = new Origins(registry);
    this.brake = brake;
    this.queues = queues;
    this.registry = registry;
    this.clock = clock;
    this.outbox = new SessionOutbox(actions, new ReplyDelivery(registry, uses, channels, origins),
        new AgentNotice(origins, waker), store, new RetryPolicy(random), clock, brake, refusals);
    this.unsettled = unsettled;
    this.workers = new SessionWorkers(threads, this::run);
    this.alarms = alarms.apply(workers::submit);
    this.stopThreads = stopThreads;
  }

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("outbound-", 0).factory(),
        new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /// Rows of this session are on disk, or its box is gone. Returns at once.
  public void committed(SessionId session) {
    workers.submit(session);
  }

  /// At start, after everything that rows can reach is up, and after a panic: goes on with what was left.
  public void resume() {
    unsettled.all().forEach(workers::submit);
  }

  /// In a panic nothing goes out; [#resume] finds it again.
  private void run(SessionId id) {
    if (brake.isOn()) {
      return;
    }
    try {
      Optional<Session> session = registry.session(id);
      Optional<Instant> again = session.flatMap(known -> outbox.drain(known, queues.of(id)));
      if (brake.isOn()) {
        return;
      }
      if (again.isPresent()) {
        alarms.set(id, again.get());
      } else {
        settle(id);
      }
    } catch (RuntimeException e) {
      if (brake.isOn()) {
        LOG.info("session={} step=outbound stopped by a panic: {}", id, e.getMessage());
        return;
      }
      // The border of a background task: one session's fault must reach neither the others nor the pool.
      LOG.error("session={} step=outbound failed, again in {} s", id, AFTER_FAULT.toSeconds(), e);
      alarms.set(id, clock.instant().plus(AFTER_FAULT));
    }
  }

  private void settle(SessionId session) {
    if (!queues.of(session).hasWork()) {
      unsettled.drained(session);
    }
  }

  /// Finishes the rows that are being handled; the others are found again by [#resume].
  @Override
  public void close() {
    alarms.close();
    stopThreads.run();
  }

  private static void stop(ThreadPoolExecutor threads) {
    threads.getQueue().clear();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("step=outbound a channel did not return within 10 s; its row will be sent again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
