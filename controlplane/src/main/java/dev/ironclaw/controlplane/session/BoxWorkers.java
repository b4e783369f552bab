package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxPosture;
import dev.ironclaw.contract.box.PostureWords;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.Refusal;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.isolation.Box;
import dev.ironclaw.controlplane.isolation.Isolator;
import dev.ironclaw.controlplane.isolation.SandboxSpec;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what takes long for the supervisor: audits, launches, stops. An entry is in the audit log before the box that it
/// announces starts; ending a box is a brake and does not wait for the log.
///
/// Threading: a few platform threads for launches and stops, one for the log, so that entries keep their order.
public final class BoxWorkers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoxWorkers.class);
  private static final int LAUNCHERS = 4;
  /// How many boxes that are gone are still known: requests that were under way when they ended are few and late.
  private static final int GONE_KEPT = 256;

  private final Isolator isolator;
  private final BoxStore boxes;
  private final AuditLog audit;
  private final Clock clock;
  private final Supplier<BoxId> ids;
  private final Brake brake;
  private final Runnable freeze;
  private final RefusalLimit refusals;
  /// The agents of boxes that are gone, the latest of them; on the log's thread alone.
  private final Map<BoxId, AgentGroupId> gone = new LinkedHashMap<>();
  private final ExecutorService launchers = Executors.newFixedThreadPool(LAUNCHERS,
      Thread.ofPlatform().name("box-launch-", 0).factory());
  private final ExecutorService stoppers = Executors.newCachedThreadPool(
      Thread.ofPlatform().name("box-stop-", 0).factory());
  private final ExecutorService log = Executors.newSingleThreadExecutor(
      Thread.ofPlatform().name("box-log").factory());

  /// Runs boxes with one isolator.
  ///
  /// @param freeze stops every box that runs
  public BoxWorkers(Isolator isolator, Database state, AuditLog audit, Clock clock, Supplier<BoxId> ids, Brake brake,
      Runnable freeze, RefusalLimit refusals) {
    this.brake = brake;
    this.freeze = freeze;
    this.refusals = refusals;
    this.isolator = isolator;
    this.boxes = new BoxStore(state);
    this.audit = audit;
    this.clock = clock;
    this.ids = ids;
  }

  Brake brake() {
    return brake;
  }

  BoxId nextId() {
    return ids.get();
  }

  /// A box that runs on from an earlier run, with what was noted at its launch.
  record Found(Box box, BoxStore.Row row) {}

  /// Finds what an earlier run left; ends boxes that nobody noted, and forgets notes of boxes that are gone.
  List<Found> recover() {
    Map<BoxId, BoxStore.Row> noted = new HashMap<>();
    boxes.all().forEach(row -> noted.put(row.id(), row));
    List<Found> found = new ArrayList<>();
    for (Box box : brake.isOn() ? isolator.recoverFrozen() : isolator.recover()) {
      BoxStore.Row row = noted.remove(box.id());
      if (row == null) {
        discard(box, "left from an earlier run");
      } else {
        found.add(new Found(box, row));
      }
    }
    noted.keySet().forEach(gone -> gone(gone, "ended while the control plane was down"));
    return found;
  }

  /// Audits, then launches.
  ///
  /// @param done gets the box, or why there is none
  void launch(BoxStore.Row row, Supplier<SandboxSpec> spec, BiConsumer<@Nullable Box, @Nullable Throwable> done) {
    launchers.execute(() -> {
      try {
        brake.check("launch box " + row.id());
        SandboxSpec wanted = spec.get();
        audit.write(tx -> {
          boxes.insert(tx.connection(), row, clock.instant());
          tx.audit(event(row.id(), "start", "agent " + row.agentGroup() + " revision " + row.revision() + " runtime "
              + isolator.name() + " workspace " + words(wanted.workspace()) + mounts(wanted) + " image "
              + wanted.image().digest()
              + row.session().map(session -> " session " + session).orElse(" for the pool")));
          return true;
        });
        Box box = isolator.launch(wanted);
        // It may have started after the look at all boxes that a panic began with.
        brake.whileOn(freeze);
        done.accept(box, null);
      } catch (IronclawException e) {
        LOG.warn("box={} step=launch problem={}", row.id(), e.getMessage());
        done.accept(null, e);
      } catch (RuntimeException | Error e) {
        // An error too: a slot that never hears of its box would hold its session for ever.
        LOG.error("box={} step=launch", row.id(), e);
        done.accept(null, e);
      }
    });
  }

  private static String words(Optional<SandboxSpec.Workspace> workspace) {
    return workspace.map(space -> space.writable()
        ? "writable"
        : space.wantedWritable()
            ? "read-only, for it is full"
            : "read-only")
        .orElse("none");
  }

  private static String mounts(SandboxSpec spec) {
    return String.join("", spec.mounts().stream().map(mount -> " mount " + mount.name() + " "
        + (mount.writable() ? "writable " : "read-only ") + VisibleText.line(mount.folder().toString())).toList());
  }

  void bound(BoxId box, SessionId session) {
    inLog(() -> audit.write(tx -> {
      boxes.bind(tx.connection(), box, session);
      tx.audit(event(box, "bind", "session " + session));
      return true;
    }));
  }

  void up(BoxId box, BoxPosture posture) {
    inLog(() -> audit.record(event(box, "posture", "measured inside: " + PostureWords.line(posture))));
  }

  void revised(BoxId box, long revision) {
    inLog(() -> boxes.revision(box, revision));
  }

  void gone(BoxId box, String how) {
    gone(box, how, Box.Cause.OWN);
  }

  /// @param cause where it was frozen first, that is an entry of its own
  void gone(BoxId box, String how, Box.Cause cause) {
    inLog(() -> {
      boxes.agent(box).ifPresent(agent -> remember(box, agent));
      end(box, how, cause);
    });
  }

  private void remember(BoxId box, AgentGroupId agent) {
    gone.put(box, agent);
    if (gone.size() > GONE_KEPT) {
      gone.remove(gone.keySet().iterator().next());
    }
  }

  private void end(BoxId box, String how, Box.Cause cause) {
    audit.writeBestEffort(tx -> {
      if (cause != Box.Cause.OWN) {
        tx.audit(event(box, "freeze", cause.name().toLowerCase(Locale.ROOT) + ": " + how));
      }
      // Before the row goes: it says which agent's box it was.
      tx.audit(event(box, "end", how));
      boxes.delete(tx.connection(), box);
      return true;
    });
  }

  void parked(SessionId session, String reason) {
    inLog(() -> audit.recordBestEffort(new AuditEvent("box", session.value(), "park", "system", reason)));
  }

  void stopForced(SessionId session, Duration patience) {
    inLog(() -> audit.recordBestEffort(new AuditEvent("session", session.value(), "stop-forced", "system",
        "its box did not end the stopped turn within " + patience.toSeconds()
            + " s: the host answers for it and ends the box")));
  }

  /// Also of a box that is gone, whose request was under way.
  void refused(BoxId box, String door, int status, String why, long times) {
    inLog(() -> {
      AuditEvent refusal = event(box, "refused", door + " " + status + ": " + why);
      // No process runs under a box id that was never noted, so no box can make many of these.
      boxes.agent(box).or(() -> Optional.ofNullable(gone.get(box))).ifPresentOrElse(
          agent -> refusals.within(agent,
              new Refusal(refusal.about(agent.value()), typeOf(status), door + " " + status, times),
              ruling -> {
                ruling.entries().forEach(audit::recordBestEffort);
                return ruling;
              }),
          () -> audit.recordBestEffort(refusal));
    });
  }

  private static ErrorCode.Type typeOf(int status) {
    return switch (status) {
      case 401, 403 -> ErrorCode.Type.DENIED;
      default -> status < 500 ? ErrorCode.Type.USER : ErrorCode.Type.INTERNAL;
    };
  }

  void stop(Box box, Duration grace) {
    stoppers.execute(() -> stopNow(box, grace));
  }

  void discard(Box box, String why) {
    stoppers.execute(() -> {
      stopNow(box, Duration.ZERO);
      gone(box.id(), why);
    });
  }

  /// Takes no further launch and waits for those under way, so that no box appears after the last look.
  void finishLaunches() {
    launchers.shutdown();
    awaitEnd(launchers);
  }

  /// Stops all of them side by side and waits.
  void stopAll(List<Box> all, Duration grace) {
    CountDownLatch left = new CountDownLatch(all.size());
    for (Box box : all) {
      stoppers.execute(() -> {
        try {
          stopNow(box, grace);
        } finally {
          left.countDown();
        }
      });
    }
    try {
      if (!left.await(grace.toSeconds() + 30, TimeUnit.SECONDS)) {
        LOG.error("step=stop-all problem=boxes-left count={}", left.getCount());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stopNow(Box box, Duration grace) {
    try {
      box.stop(grace);
    } catch (RuntimeException e) {
      LOG.error("box={} step=stop", box.id(), e);
    }
  }

  private void inLog(Runnable entry) {
    log.execute(() -> {
      try {
        entry.run();
      } catch (RuntimeException e) {
        LOG.error("step=box-log problem={}", e.getMessage());
      }
    });
  }

  private static AuditEvent event(BoxId box, String kind, String detail) {
    return new AuditEvent("box", box.value(), kind, "system", detail);
  }

  @Override
  public void close() {
    finishLaunches();
    stoppers.shutdown();
    awaitEnd(stoppers);
    log.shutdown();
    awaitEnd(log);
  }

  private static void awaitEnd(ExecutorService executor) {
    try {
      if (!executor.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.error("step=close problem=box-workers-still-busy");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
