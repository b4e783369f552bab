package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.CommandApi;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.contract.job.WorkerApi;
import dev.ironclaw.controlplane.jobbox.JobBoxPlan;
import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import dev.ironclaw.controlplane.kind.HostPattern;
import dev.ironclaw.controlplane.registry.CommandRight;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.tunnel.TunnelGuest;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes and removes the containers of commands.
///
/// Threading: any thread that may wait for the engine; the end of a container is heard on a thread of its own.
final class CommandBoxes {
  private static final Logger LOG = LoggerFactory.getLogger(CommandBoxes.class);
  /// The program ends every command by itself; the container has no time limit but being idle.
  private static final JobLimits LIMITS = new JobLimits(2L << 30, 200, 256, Duration.ofDays(1), 2L << 30);

  private static final int MOST = 8;

  private final CommandParts parts;
  private final CommandSocket sockets;
  private final CommandLog log;
  private final Map<JobId, Live> live = new ConcurrentHashMap<>();
  private final Semaphore places = new Semaphore(MOST);
  private volatile boolean closed;

  CommandBoxes(CommandParts parts, CommandSocket sockets, CommandLog log) {
    this.parts = parts;
    this.sockets = sockets;
    this.log = log;
    parts.boxes().listen(this::ended);
  }

  private record Live(WarmBox box, WarmKey key, CommandSocket.Open socket) {}

  boolean isFull() {
    return places.availablePermits() == 0;
  }

  /// Makes one that takes commands.
  WarmBox start(WarmKey key) {
    if (!places.tryAcquire()) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "run a command: all " + MOST
          + " containers of commands are busy; wait for a command to end and try again");
    }
    Live mine;
    String image;
    CommandParts.Place place;
    try {
      parts.ready().run();
      // Before it is built or loaded, which may take minutes.
      requireWanted();
      image = parts.image().get();
      JobId id = new JobId(new UUID(parts.random().nextLong(), parts.random().nextLong()).toString());
      place = parts.places().open(id, key.project());
      WarmBox box = new WarmBox(id, guest(id, key), parts.weaker().get());
      mine = new Live(box, key, sockets.open(box));
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
    live.put(mine.box().id(), mine);
    try {
      // Whoever stops all of them either finds it in the list, or has said before that nothing starts any more.
      requireWanted();
      return started(mine, image, place);
    } catch (RuntimeException e) {
      gone(mine, new IronclawException(ErrorCode.BOX_FAILED, "start a container for commands: failed", e));
      throw e;
    }
  }

  private WarmBox started(Live mine, String image, CommandParts.Place place) {
    WarmBox box = mine.box();
    log.box(box.id().value(), "starts for " + mine.key().caller() + ": " + mine.key().policy().wireName() + " in "
        + mine.key().project() + box.weaker().map(words -> "; " + words).orElse(""));
    parts.boxes().start(new JobBoxPlan(box.id(), image, List.of(WorkerApi.MODE_OPTION + CommandApi.MODE,
        WorkerApi.JOB_OPTION + box.id()), Map.of("LANG", "C.UTF-8"), mine.socket().folder(), place.workspace(),
        mine.key().policy() != CommandPolicy.READ_ONLY, place.output(), LIMITS));
    box.open();
    if (!box.isOpen()) {
      // Whoever ended it did so before there was a container to stop.
      parts.boxes().stop(box.id(), Duration.ZERO);
    }
    return box;
  }

  private void requireWanted() {
    parts.brake().check("start a container for commands");
    if (closed) {
      throw new IronclawException(ErrorCode.NOT_READY, "run a command: the control plane stops; run it again later");
    }
  }

  /// What its caller may reach now, as far as this container was made for it.
  private TunnelGuest guest(JobId id, WarmKey key) {
    return new TunnelGuest(id.value(), new Principal.Operator(key.caller()).name(), () -> {
      CommandRight right = parts.right(key.caller());
      List<HostPattern> approved = CommandRules.patterns(right);
      return right.covers(key.policy(), key.project())
          ? key.hosts().stream().filter(host -> approved.stream().anyMatch(known -> known.covers(host))).toList()
          : List.of();
    }, "name it with --network (\"network\" in the request); where the caller may not reach it, ask for that with "
        + "`ironctl sandbox allow`", TunnelLimits.DEFAULT);
  }

  private static void end(WarmBox box, String why) {
    box.end(new IronclawException(ErrorCode.BOX_FAILED, "run a command: its container was stopped, " + why));
  }

  /// Ends it with all that runs in it.
  void stop(WarmBox box, String why) {
    Optional.ofNullable(live.get(box.id())).ifPresent(mine -> {
      end(box, why);
      try {
        parts.boxes().stop(box.id(), Duration.ZERO);
      } catch (IronclawException e) {
        LOG.warn("container={} step=stop", box.id(), e);
      }
      gone(mine, new IronclawException(ErrorCode.BOX_FAILED, why));
    });
  }

  private void ended(JobId id, JobExit exit) {
    Optional.ofNullable(live.get(id)).ifPresent(mine -> {
      if (exit.cause() == JobExit.Cause.ENDED) {
        LOG.warn("container={} step=end code={} printed={}", id, exit.code(), log.brief(exit.printed()));
      }
      gone(mine, new IronclawException(ErrorCode.BOX_FAILED,
          "run a command: " + words(exit) + "; whether the command had its effect is not known"));
    });
  }

  /// For whoever waits for a command, and can't give a container other limits.
  private static String words(JobExit exit) {
    return switch (exit.cause()) {
      case ENDED -> "the program of its container ended by itself with code " + exit.code()
          + ", which a command can bring about; run it again";
      case STOPPED -> "its container was stopped";
      case OFFENCE, ENGINE_LOST, OUTSIDE -> "its container is gone: " + exit.words();
      case OUT_OF_MEMORY -> "it and what it started used more than the " + (LIMITS.memoryBytes() >> 30)
          + " GiB of memory that a command has; run it so that it needs less";
    };
  }

  private void gone(Live mine, IronclawException why) {
    mine.box().end(why);
    if (live.remove(mine.box().id(), mine)) {
      places.release();
      mine.socket().close();
      log.box(mine.box().id().value(), "is gone");
      try {
        parts.places().forget(mine.box().id(), mine.key().project());
      } catch (IronclawException e) {
        LOG.warn("container={} step=forget", mine.box().id(), e);
      }
    }
  }

  /// Cuts what is not approved any more: connections, and whole containers.
  void recheck() {
    List<Live> revoked = live.values().stream()
        .filter(mine -> !parts.right(mine.key().caller()).covers(mine.key().policy(), mine.key().project())).toList();
    live.values().forEach(mine -> mine.box().guest().recheck());
    revoked.forEach(mine -> mine.box().end(new IronclawException(ErrorCode.DENIED,
        "run a command: what '" + mine.key().caller() + "' may run was taken away while it ran; it was ended")));
    stopBeside(revoked, "its caller may not run such commands any more");
  }

  /// They take no more commands when this returns; whoever calls does not wait for the engine to end what runs in them.
  private void stopBeside(List<Live> these, String why) {
    these.forEach(mine -> end(mine.box(), why));
    if (!these.isEmpty()) {
      Thread.ofPlatform().daemon().name("command-stop").start(() -> stop(these, why));
    }
  }

  /// At once: an engine takes its time for each, and one that it does not stop keeps no other from being stopped.
  private void stop(List<Live> these, String why) {
    these.forEach(mine -> end(mine.box(), why));
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      these.forEach(mine -> each.execute(() -> {
        try {
          stop(mine.box(), why);
        } catch (RuntimeException e) {
          LOG.error("container={} step=stop failed", mine.box().id(), e);
        }
      }));
    }
  }

  /// Ends all of them; does not wait for the engine.
  void stopAll(String why) {
    stopBeside(List.copyOf(live.values()), why);
  }

  /// Ends all of them, and starts no more; waits until they are gone.
  void close() {
    closed = true;
    stop(List.copyOf(live.values()), "the control plane stops");
  }
}
