package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One gVisor sandbox, launched or adopted. Its end is seen by a `runsc wait` that is begun at once, because a status
/// that nobody waited for is lost.
///
/// Threading: any thread. The end is worked on once, on a virtual thread of its own.
final class RunscBox implements Box {
  private static final Logger LOG = LoggerFactory.getLogger(RunscBox.class);
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);
  private static final Duration AFTER_SIGKILL = Duration.ofSeconds(4);
  private static final int WATCH_AGAIN_LIMIT = 3;

  /// What every box of one isolator shares.
  record Host(Runsc runsc, HostProcesses processes, FolderWatch watch, BoxFreezer freezer, String platform) {}

  private final BoxId id;
  private final Bundle bundle;
  private final Host host;
  private final BoxOutput output = new BoxOutput();
  private final Thread draining;
  private final CompletableFuture<BoxExit> exit = new CompletableFuture<>();
  private final AtomicReference<Told> told = new AtomicReference<>(Told.NOTHING);
  private final CompletableFuture<String> outgrown = new CompletableFuture<>();
  private @Nullable BoxWatch watched;
  private int pid = -1;
  /// Taken while it runs: a number that was given to another process since is not it.
  private Optional<ProcessHandle> sandbox = Optional.empty();
  private int watches;

  /// Why it was told to end.
  private record Told(Cause cause, String why) {
    static final Told NOTHING = new Told(Cause.OWN, "");
  }

  /// Begins to read the output, so that the runtime finds a reader on the pipe.
  RunscBox(BoxId id, Bundle bundle, Host host) {
    this.id = id;
    this.bundle = bundle;
    this.host = host;
    this.draining = output.drain(() -> new FileInputStream(bundle.pipe().toFile()), id.value());
  }

  /// Once the runtime has started it.
  ///
  /// @param pid of the sandbox process
  RunscBox running(int pid) {
    guard(pid);
    watchExit();
    return this;
  }

  /// Once it is made and before its program runs: begins to watch its folders.
  void guard(int pid) {
    this.pid = pid;
    this.sandbox = ProcessHandle.of(pid);
    HeldFiles held = new HeldFiles(Path.of("/proc"), () -> members().stream().map(HostProcesses.Seen::pid).toList());
    BoxWatch watching = new BoxWatch(held, this::end, outgrown);
    watched = watching;
    watching.begin(host.watch(), bundle.bound());
  }

  /// Before its program starts: compares what is really mounted, as its gofer sees it, with what was checked. A path may
  /// lead elsewhere by the time that it is mounted; what is mounted stays.
  void requireMounted(Map<String, FolderIdentity> checked) {
    int gofer = members().stream().filter(seen -> !RunscProcesses.isSandbox(seen.arguments()))
        .mapToInt(HostProcesses.Seen::pid).findFirst().orElseThrow(() -> new IronclawException(ErrorCode.BOX_FAILED,
            "start box " + id + ": it has no gofer to ask what is mounted"));
    Path root = Path.of("/proc", Integer.toString(gofer), "root", OciConfigBuilder.MOUNTS);
    checked.forEach((name, identity) -> {
      if (!FolderIdentity.of(root.resolve(name)).equals(identity)) {
        throw new IronclawException(ErrorCode.WEAK_SPEC, "start box " + id + ": the folder that it would have as "
            + OciConfigBuilder.MOUNTS + "/" + name + " was exchanged for another while the box was made; find out who "
            + "may write beside it, and start again");
      }
    });
  }

  /// Where the runtime did not start it, or it can't be adopted: frees the reader and removes what there is.
  void abandon() {
    removeAll();
  }

  @Override
  public BoxId id() {
    return id;
  }

  @Override
  public CompletableFuture<BoxExit> exit() {
    return exit.copy();
  }

  @Override
  public CompletableFuture<String> outgrown() {
    return outgrown.copy();
  }

  @Override
  public void stop(Duration grace) {
    told.compareAndSet(Told.NOTHING, new Told(Cause.OWN, "stopped"));
    if (exit.isDone()) {
      return;
    }
    if (!host.processes().isStopped(pid)) {
      if (signalled("TERM") && endedWithin(grace)) {
        return;
      }
      if (signalled("KILL") && endedWithin(AFTER_KILL)) {
        return;
      }
    }
    // The kernel's own SIGKILL needs no answer from a sandbox that is stopped or hangs.
    HostProcesses.kill(members());
    if (endedWithin(AFTER_SIGKILL)) {
      return;
    }
    HostProcesses.kill(waiters());
    if (!endedWithin(AFTER_SIGKILL)) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "stop box " + id + ": its processes don't end; see "
          + "`runsc --root=" + host.runsc().stateRoot() + " list`");
    }
  }

  /// Freezes it at once, then ends it: a process that stands still holds its connection, one that is gone does not. The
  /// first reason given is the one that is told.
  private void end(Cause cause, String reason) {
    if (told.compareAndSet(Told.NOTHING, new Told(cause, reason))) {
      LOG.warn("box={} step=freeze cause={} frozen={} reason={}", id, cause, host.freezer().freeze(bundle), reason);
      Thread.ofVirtual().name("end " + id).start(() -> stop(Duration.ZERO));
    }
  }

  @Override
  public OutsidePosture outside() {
    String network = host.processes().namespace(Integer.toString(pid), "net");
    boolean shared = network.equals(host.processes().namespace("self", "net"));
    return new OutsidePosture("runsc", host.platform(), host.processes().uid(pid),
        shared ? network + " (the host's own)" : network, new Cgroups(host.processes()).limitsOf(pid),
        pids().stream().mapToLong(host.processes()::proportionalSetSize).sum());
  }

  @Override
  public Optional<BoxUsage> usage() {
    return host.processes().usage(pid, pids());
  }

  /// Its sandbox first.
  private List<Integer> pids() {
    List<Integer> pids = new ArrayList<>(HostProcesses.tree(pid));
    members().stream().map(HostProcesses.Seen::pid).filter(member -> !pids.contains(member)).forEach(pids::add);
    return pids;
  }

  @Override
  public String output() {
    return output.tail();
  }

  /// Once its program runs.
  void watchExit() {
    Process waiter = host.runsc().watch(id, bundle);
    Thread.ofVirtual().name("exit of " + id).start(() -> {
      waiter.onExit().join();
      ended();
    });
  }

  /// A `wait` that was killed says nothing about the box, so it is begun again while the box runs.
  private void ended() {
    try {
      awaitOtherWaiters();
      Optional<Integer> status = Runsc.exitStatus(bundle);
      if (status.isEmpty() && ++watches <= WATCH_AGAIN_LIMIT && stillRuns()) {
        watchExit();
        return;
      }
      BoxExit result = new BoxExit(status.orElse(-1), reason(status), told.get().cause());
      removeAll();
      exit.complete(result);
    } catch (RuntimeException | Error e) {
      endUnasked(e);
    }
  }

  /// Whoever waits for the end must hear of it, whatever went wrong on the way; and then it must have ended. The sandbox
  /// itself goes first: that needs no list of processes.
  private void endUnasked(Throwable problem) {
    try {
      sandbox.ifPresent(ProcessHandle::destroyForcibly);
      HostProcesses.kill(members());
    } catch (RuntimeException unlisted) {
      LOG.warn("box={} step=end problem={}; the next start ends what is left of it", id, unlisted.getMessage());
      problem.addSuppressed(unlisted);
    } finally {
      exit.completeExceptionally(problem);
    }
  }

  /// One that an earlier control plane began may know the status where ours came too late.
  private void awaitOtherWaiters() {
    if (Runsc.exitStatus(bundle).isEmpty() && !stillRuns()) {
      HostProcesses.await(waiters());
    }
  }

  private boolean stillRuns() {
    try {
      return host.runsc().isRunning(id);
    } catch (IronclawException e) {
      // silent-ok: a runtime that gives no answer says nothing; the box is then ended and removed
      return false;
    }
  }

  private String reason(Optional<Integer> status) {
    if (Cgroups.memoryKills(cgroup()) > 0) {
      return "killed by the kernel: its memory limit was reached";
    }
    String known = told.get().why();
    if (!known.isEmpty()) {
      return known;
    }
    return status.map(code -> "its program ended with " + code).orElse("its sandbox was killed from outside");
  }

  private void removeAll() {
    BoxWatch watching = watched;
    if (watching != null) {
      watching.close();
    }
    HostProcesses.kill(members());
    try {
      host.runsc().delete(id);
    } catch (IronclawException e) {
      LOG.warn("box={} step=delete-state problem={}; the next start removes it", id, e.getMessage());
    }
    Cgroups.remove(cgroup());
    freeReader();
    try {
      bundle.remove();
    } catch (IronclawException e) {
      LOG.warn("box={} step=remove-bundle problem={}; the next start removes it", id, e.getMessage());
    }
  }

  /// Opening the pipe for both ways and closing it again wakes a reader that still waits for its first writer.
  private void freeReader() {
    try {
      if (draining.isAlive() && !draining.join(Duration.ofMillis(500))) {
        new RandomAccessFile(bundle.pipe().toFile(), "rw").close();
      }
    } catch (IOException e) {
      // silent-ok: no pipe, so nobody waits on it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<HostProcesses.Seen> members() {
    return host.processes().matching(arguments -> RunscProcesses.ofBundle(arguments, bundle.folder()));
  }

  private List<HostProcesses.Seen> waiters() {
    return host.processes().matching(
        arguments -> RunscProcesses.isWaiting(arguments, host.runsc().stateRoot(), id));
  }

  /// False where there was nobody to signal or the runtime gave no answer: then it is not worth waiting.
  private boolean signalled(String signal) {
    try {
      return host.runsc().signal(id, signal);
    } catch (IronclawException e) {
      LOG.warn("box={} step=signal-{} problem={}", id, signal, e.getMessage());
      return false;
    }
  }

  private String cgroup() {
    return "ironclaw-" + id.value();
  }

  private boolean endedWithin(Duration limit) {
    try {
      exit.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "stop box " + id + ": it ended but could not be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
