package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.grant.ToolUses;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.hosttool.HostTools;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Behind the `tools` door: whether this box may have the tool, one use counted, the call on a thread of its own, its time.
///
/// Threading: any thread. Calls begin on a few platform threads, because a use ends in a commit; what a call waits for
/// holds none of them.
public final class ToolDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ToolDoor.class);
  private static final int THREADS = 8;
  private static final int MAX_WAITING = 256;

  private final Duration limit;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor timeLimits;
  private final Set<ToolRun> running = ConcurrentHashMap.newKeySet();
  private volatile Optional<Behind> behind = Optional.empty();

  private record Behind(HostTools tools, ToolUses uses) {}

  public ToolDoor() {
    this(Duration.ofSeconds(BoxApi.TOOL_CALL_SECONDS));
  }

  /// @param limit of one call
  ToolDoor(Duration limit) {
    this.limit = limit;
    threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING),
        Thread.ofPlatform().daemon().name("tool-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    timeLimits = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("tool-time-limit").factory());
    timeLimits.setRemoveOnCancelPolicy(true);
  }

  /// From here on it opens; before, every call is told to come again.
  public void open(HostTools tools, ToolUses uses) {
    behind = Optional.of(new Behind(tools, uses));
  }

  /// What a box asked for.
  record Asked(String tool, ToolRequest request) {}

  /// Starts the call and returns.
  ///
  /// @param bound asked again when the call's turn has come: rights may have changed
  /// @return the call, for whoever ends it early
  ToolRun call(Asked asked, Supplier<Optional<Bound>> bound, ToolRun.Then then) {
    Behind open = behind.orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_READY, "tool " + asked.tool() + ": the host starts; try again"));
    ToolRun run = new ToolRun(then, running);
    running.add(run);
    run.endsAfter(timeLimits, limit);
    try {
      threads.execute(() -> begin(run, asked, bound, open));
    } catch (RejectedExecutionException full) {
      // silent-ok: the refusal says it
      run.fail(new IronclawException(ErrorCode.RATE_LIMITED, "tool " + asked.tool() + ": the host is busy; try again"));
    }
    return run;
  }

  private static void begin(ToolRun run, Asked asked, Supplier<Optional<Bound>> bound, Behind open) {
    if (run.isOver()) {
      return;
    }
    try {
      Bound now = bound.get().orElseThrow(() -> new IronclawException(ErrorCode.BOX_UNBOUND,
          "this box belongs to no session yet; wait for the bound event"));
      HostTool tool = permitted(asked.tool(), now, open.tools());
      ToolRequest request = asked.request();
      if (now.queue().inbound(request.origin()).isEmpty()) {
        throw new IronclawException(ErrorCode.DENIED, "tool " + asked.tool()
            + ": this session has no such inbound row as its origin");
      }
      AgentGroupId agent = new AgentGroupId(now.config().agentGroupId());
      if (!open.uses().use(agent, now.session(), asked.tool(), request.call())) {
        throw new IronclawException(ErrorCode.DENIED, notGranted(asked.tool()));
      }
      start(run, tool, new HostToolCall(now.session(), agent, request.origin(), request.call(), request.input()));
    } catch (IronclawException refused) {
      run.fail(refused);
    } catch (RuntimeException failure) {
      run.toolFailed(asked.tool(), failure);
    }
  }

  private static void start(ToolRun run, HostTool tool, HostToolCall call) {
    try {
      run.follows(tool.name(), tool.call(call).toCompletableFuture());
    } catch (RuntimeException failure) {
      run.toolFailed(tool.name(), failure);
    }
  }

  /// The door's own check, before and after a body has come.
  static void check(String tool, Bound bound) {
    if (!bound.rights().contains(tool)) {
      throw new IronclawException(ErrorCode.DENIED, notGranted(tool));
    }
  }

  private static HostTool permitted(String name, Bound bound, HostTools tools) {
    check(name, bound);
    return tools.find(name).orElseThrow(() -> new IronclawException(ErrorCode.DENIED,
        "tool " + name + ": this host does not do it"));
  }

  private static String notGranted(String tool) {
    return "tool " + tool + ": it is not granted to this agent; request the capability first";
  }

  /// Breaks off every running call; each is told so.
  public void cut() {
    List.copyOf(running).forEach(ToolRun::cut);
  }

  /// Never by interrupting: whoever writes to the log at that moment would lose its file.
  @Override
  public void close() {
    threads.shutdown();
    List.copyOf(running).forEach(run -> run.fail(
        new IronclawException(ErrorCode.NOT_READY, "the host stops; try again when it is back")));
    timeLimits.shutdownNow();
    try {
      if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("step=close a tool did not begin in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
