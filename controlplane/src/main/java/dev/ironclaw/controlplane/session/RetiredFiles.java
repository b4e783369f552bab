package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.UnsettledSessions;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RetiredAgent;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what retired agents left for as long as undoing may bring it back, then erases it: the workspace, the
/// conversations with their keys, and every row about them. What was begun is finished at the next start.
///
/// Threading: any thread; one erasing at a time. One alarm, set to the next moment at which something is due.
public final class RetiredFiles implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetiredFiles.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Registry registry;
  private final SessionQueues queues;
  private final UnsettledSessions unsettled;
  private final Path workspaces;
  private final AuditLog audit;
  private final Clock clock;
  private final Duration keep;
  private final Brake brake;
  private final Predicate<AgentGroupId> hasBox;
  private final Consumer<AgentGroupId> forget;
  private final ScheduledThreadPoolExecutor work = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().name("retired-files").factory());
  private @Nullable ScheduledFuture<?> alarm;

  /// @param keep how long after its retirement an agent's files are kept
  /// @param hasBox whether a box of an agent is still there
  /// @param forget removes what whoever runs boxes keeps of an agent
  public RetiredFiles(Registry registry, SessionQueues queues, UnsettledSessions unsettled, Path workspaces,
      AuditLog audit, Clock clock, Duration keep, Brake brake, Predicate<AgentGroupId> hasBox,
      Consumer<AgentGroupId> forget) {
    this.registry = registry;
    this.queues = queues;
    this.unsettled = unsettled;
    this.workspaces = workspaces;
    this.audit = audit;
    this.clock = clock;
    this.keep = keep;
    this.brake = brake;
    this.hasBox = hasBox;
    this.forget = forget;
    work.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /// What is kept, and until when.
  public record Kept(RetiredAgent agent, Instant eraseAt) {}

  /// Longest retired first.
  public List<Kept> kept() {
    return registry.retired().stream().map(agent -> new Kept(agent, eraseAt(agent))).toList();
  }

  private Instant eraseAt(RetiredAgent agent) {
    return agent.erasing() ? agent.retiredAt() : agent.retiredAt().plus(keep);
  }

  /// Erases it now. Nothing brings it back.
  ///
  /// @throws IronclawException `NOT_FOUND` for one that is not retired, `CONFLICT` while a box of it still ends,
  ///         `NOT_READY` in a panic
  public synchronized void erase(AgentGroupId id, String by) {
    brake.check("erase the files of " + id);
    RetiredAgent agent = registry.retired().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND,
            "erase the files of " + id + ": no agent of that id is retired "
                + "with files kept"));
    if (hasBox.test(id)) {
      throw new IronclawException(ErrorCode.CONFLICT, "erase the files of " + id + ": a box of it is still ending; try "
          + "again in a moment");
    }
    List<SessionId> sessions = registry.sessions().stream().filter(one -> one.agentGroup().equals(id)).map(Session::id)
        .toList();
    boolean begun = audit.write(tx -> {
      boolean still = registry.beginErasing(tx.connection(), id);
      if (still) {
        tx.audit(new AuditEvent("registry", id.value(), "erase", by, "the workspace " + agent.folder() + " and "
            + sessions.size() + " conversations of the retired agent are erased"));
      }
      return still;
    });
    if (begun) {
      remove(agent, sessions);
      audit.write(tx -> {
        registry.erased(tx.connection(), id);
        tx.audit(new AuditEvent("registry", id.value(), "erased", by, "nothing of it is left"));
        return true;
      });
      registry.forget(sessions);
    }
  }

  private void remove(RetiredAgent agent, List<SessionId> sessions) {
    try {
      for (SessionId session : sessions) {
        queues.remove(session);
        unsettled.forget(session);
      }
      PrivateFiles.removeTree(workspaces.resolve(agent.folder()));
      forget.accept(agent.id());
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "erase the files of " + agent.id() + ": " + e.getMessage()
          + " can't be deleted; delete it by hand, the rest follows by itself", e);
    }
  }

  /// Erases what is due, and comes back when the next is. Call at start, and when an agent may have been retired.
  public void look() {
    work.execute(this::lookNow);
  }

  /// On the one thread.
  void lookNow() {
    Optional<Duration> wait = Optional.of(AGAIN);
    try {
      wait = eraseDue(clock.instant());
    } catch (RuntimeException e) {
      LOG.error("step=look-for-retired problem={}; again in {}", e.getMessage(), AGAIN);
    } finally {
      if (alarm != null) {
        alarm.cancel(false);
      }
      alarm = wait.isEmpty()
          ? null
          : work.schedule(this::lookNow, wait.get().toMillis() + 1, TimeUnit.MILLISECONDS);
    }
  }

  /// Whether it will look again by itself.
  boolean looksAgain() {
    return alarm != null && !alarm.isDone();
  }

  private Optional<Duration> eraseDue(Instant now) {
    boolean failed = false;
    for (Kept one : brake.isOn() ? List.<Kept>of() : kept()) {
      if (!one.eraseAt().isAfter(now)) {
        try {
          erase(one.agent().id(), "system");
        } catch (RuntimeException e) {
          failed = true;
          LOG.error("agent={} step=erase-retired problem={}; again in {}", one.agent().id(), e.getMessage(), AGAIN);
        }
      }
    }
    return failed
        ? Optional.of(AGAIN)
        : kept().stream().map(Kept::eraseAt).min(Instant::compareTo)
            .map(next -> next.isAfter(now) ? Duration.between(now, next) : AGAIN);
  }

  /// Waits for what is being erased: an interrupt would close the audit log's file under it.
  @Override
  public void close() {
    work.shutdown();
    try {
      if (!work.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("step=close problem=still-erasing; the next start goes on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
