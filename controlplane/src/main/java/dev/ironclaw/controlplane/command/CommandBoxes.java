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

  CommandBoxes(CommandParts parts, CommandSocket sockets, CommandLog log) {
    this.parts = parts;
    this.sockets = sockets;
    this.log = log;
    parts.boxes().listen(this::ended);
  }

  private record Live(WarmBox box, WarmKey key, CommandSocket.Open socket) {}

  boolean isFull() {
    return live.size() >= MOST;
  }

  /// Makes one that takes commands.
  WarmBox start(WarmKey key) {
    if (live.size() >= MOST) {
      throw new IronclawException(ErrorCode.RATE_LIMITED, "run a command: all " + MOST
          + " containers of commands are busy; wait for a command to end and try again");
    }
    parts.ready().run();
    parts.brake().check("start a container for commands");
    JobId id = new JobId(new UUID(parts.random().nextLong(), parts.random().nextLong()).toString());
    String image = parts.image().get();
    CommandParts.Place place = parts.places().open(id, key.project());
    WarmBox box = new WarmBox(id, guest(id, key), parts.weaker().get());
    Live mine = new Live(box, key, sockets.open(box));
    live.put(id, mine);
    try {
      log.box(id.value(), "starts for " + key.caller() + ": " + key.policy().wireName() + " in " + key.project()
          + box.weaker().map(words -> "; " + words).orElse(""));
      parts.boxes().start(new JobBoxPlan(id, image, List.of(WorkerApi.MODE_OPTION + CommandApi.MODE,
          WorkerApi.JOB_OPTION + id), Map.of("LANG", "C.UTF-8"), mine.socket().folder(), place.workspace(),
          key.policy() != CommandPolicy.READ_ONLY, place.output(), LIMITS));
      box.open();
      return box;
    } catch (RuntimeException e) {
      gone(mine, new IronclawException(ErrorCode.BOX_FAILED, "start a container for commands: failed", e));
      throw e;
    }
  }

  /// What its caller may reach now, as far as this container was made for it.
  private TunnelGuest guest(JobId id, WarmKey key) {
    return new TunnelGuest(id.value(), new Principal.Operator(key.caller()).name(), () -> {
      CommandRight right = parts.rights().get().getOrDefault(key.caller(), CommandRight.none(key.caller()));
      List<HostPattern> approved = CommandRules.patterns(right);
      return right.covers(key.policy(), key.project())
          ? key.hosts().stream().filter(host -> approved.stream().anyMatch(known -> known.covers(host))).toList()
          : List.of();
    }, "name it with --network (\"network\" in the request); where the caller may not reach it, ask for that with "
        + "`ironctl sandbox allow`", TunnelLimits.DEFAULT);
  }

  /// Ends it with all that runs in it.
  void stop(WarmBox box, String why) {
    Optional.ofNullable(live.get(box.id())).ifPresent(mine -> {
      box.end(new IronclawException(ErrorCode.BOX_FAILED, "run a command: its container was stopped, " + why));
      try {
        parts.boxes().stop(box.id(), Duration.ZERO);
      } catch (IronclawException e) {
        LOG.warn("container={} step=stop", box.id(), e);
      }
      gone(mine, new IronclawException(ErrorCode.BOX_FAILED, why));
    });
  }

  private void ended(JobId id, JobExit exit) {
    Optional.ofNullable(live.get(id)).ifPresent(mine -> gone(mine, new IronclawException(ErrorCode.BOX_FAILED,
        "run a command: its container ended, " + exit.words() + "; whether the command had its effect is not known")));
  }

  private void gone(Live mine, IronclawException why) {
    mine.box().end(why);
    if (live.remove(mine.box().id(), mine)) {
      mine.socket().close();
      log.box(mine.box().id().value(), "is gone");
      try {
        parts.places().forget(mine.box().id(), mine.key().project());
      } catch (IronclawException e) {
        LOG.warn("container={} step=forget", mine.box().id(), e);
      }
    }
  }

  /// Cuts what is not approved any more.
  void recheck() {
    live.values().forEach(mine -> mine.box().guest().recheck());
  }

  void stopAll(String why) {
    List.copyOf(live.values()).forEach(mine -> stop(mine.box(), why));
  }
}
