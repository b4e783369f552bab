package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.registry.CommandRight;
import dev.ironclaw.controlplane.registry.Principal;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one-off commands: checks what the caller may, writes it to the log, and gives the command to a container that is
/// kept for the next one.
///
/// Threading: any platform thread that may wait for a commit.
public final class Commands implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final int MOST_WAITING = 16;
  private static final int SLOW_THREADS = 4;

  private final CommandParts parts;
  private final CommandLog log;
  private final CommandSocket sockets;
  private final CommandBoxes boxes;
  private final ThreadPoolExecutor slow;
  private final Map<WarmKey, Lane> lanes = new ConcurrentHashMap<>();
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  /// Starts nothing yet but listens for what it will start.
  ///
  /// @param runFolder 0700, short; for the sockets
  public Commands(CommandParts parts, Path runFolder, SocketModes modes) {
    this.parts = parts;
    log = new CommandLog(parts.ledger(), parts.leaks());
    sockets = new CommandSocket(runFolder, modes, parts.tunnel(), parts.timer(), parts.clock());
    boxes = new CommandBoxes(parts, sockets, log);
    slow = new ThreadPoolExecutor(SLOW_THREADS, SLOW_THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
        // Once it is shut down, whoever has something for it does it: nothing is started any more, and nobody is left waiting.
        Thread.ofPlatform().daemon().name("command-", 0).factory(), (task, _) -> task.run());
    slow.allowCoreThreadTimeOut(true);
  }

  /// Runs one. Cancelling the future ends it, and its container.
  ///
  /// @throws IronclawException `INVALID_REQUEST`, `NOT_FOUND`, `DENIED` with what to do, `RATE_LIMITED`, `NOT_READY` in a
  ///         panic; nothing has run then
  /// @return fails with `BOX_FAILED`, `RUNTIME_UNAVAILABLE` or `WEAK_SPEC`
  public CompletableFuture<CommandResult> run(CommandRequest asked, Principal.Operator by) {
    CommandRules.check(asked);
    CommandRequest request = named(asked);
    try {
      parts.mayRun(request, by);
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.DENIED) {
        log.refused(by, String.valueOf(e.getMessage()));
      }
      throw e;
    }
    parts.places().require(request.project());
    enter(request.project());
    Pending pending;
    try {
      String id = "cmd_" + HexFormat.of().toHexDigits(parts.random().nextLong());
      pending = new Pending(id, key(request, parts.right(by.tokenName())), request, by);
      log.runs(id, request, by);
    } catch (RuntimeException e) {
      leave(request.project());
      throw e;
    }
    var _ = pending.result.whenComplete((result, failure) -> {
      leave(request.project());
      slow.execute(() -> ended(pending, result, failure));
    });
    Lane[] lane = {null};
    lanes.compute(pending.key, (key, known) -> {
      lane[0] = known == null ? new Lane(key, parts, boxes, slow, this::makeRoom, () -> tidy(key)) : known;
      lane[0].add(pending);
      return lane[0];
    });
    lane[0].advance();
    return pending.result;
  }

  /// As the project is called, so that one has one queue.
  private CommandRequest named(CommandRequest asked) {
    return new CommandRequest(asked.argv(), parts.places().name(asked.project()), asked.policy(),
        asked.environment(), asked.timeout(), asked.maxOutput(), asked.hosts(), asked.confirmed(), asked.fresh());
  }

  private static WarmKey key(CommandRequest request, CommandRight right) {
    List<HostPattern> hosts = request.policy() == CommandPolicy.FULL_ACCESS
        ? List.copyOf(new TreeSet<>(CommandRules.patterns(right)))
        : request.hosts();
    return new WarmKey(right.caller(), request.project(), request.policy(), hosts);
  }

  private void enter(String project) {
    int now = waiting.merge(project, 1, Integer::sum);
    if (now > MOST_WAITING) {
      leave(project);
      throw new IronclawException(ErrorCode.RATE_LIMITED, "run a command: " + MOST_WAITING
          + " commands wait or run in the project " + project + " already; wait for one to end and try again");
    }
  }

  private void leave(String project) {
    waiting.computeIfPresent(project, (_, count) -> count > 1 ? count - 1 : null);
  }

  /// So many containers at a time: the one that was used longest ago goes. One at a time, or several would choose the same.
  private synchronized void makeRoom() {
    if (boxes.isFull()) {
      lanes.values().stream().filter(lane -> lane.idleSince().isPresent())
          .min(Comparator.comparing(lane -> lane.idleSince().orElse(Long.MAX_VALUE)))
          .ifPresent(lane -> lane.stopIdle("another needs its place"));
    }
  }

  private void ended(Pending pending, CommandResult result, Throwable failure) {
    log.ended(pending.id, pending.by, failure == null
        ? "exit code " + result.exitCode() + (result.timedOut() ? ", killed at its time limit" : "") + ", "
            + result.out().bytes() + " and " + result.error().bytes() + " bytes in " + result.millis() + " ms"
        : "failed: " + failure.getMessage());
    tidy(pending.key);
  }

  private void tidy(WarmKey key) {
    lanes.computeIfPresent(key, (_, lane) -> lane.isEmpty() ? null : lane);
  }

  /// Rights have changed: what is open and not approved any more is cut, and a container whose caller may not run such
  /// commands any more ends, with the one that runs there.
  public void recheck() {
    boxes.recheck();
  }

  /// Ends every container, and what runs there. Does not wait for the engine.
  public void stopAll(String why) {
    boxes.stopAll(why);
  }

  /// Ends every container.
  @Override
  public void close() {
    boxes.close();
    slow.shutdown();
    try {
      if (!slow.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("step=close a container of commands is still being stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sockets.close();
  }
}
