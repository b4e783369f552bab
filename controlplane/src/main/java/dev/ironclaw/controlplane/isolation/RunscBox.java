package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
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
  record Host(Runsc runsc, HostProcesses processes, WorkspaceWatch watch, String platform) {}

  private final BoxId id;
  private final Bundle bundle;
  private final Host host;
  private final BoxOutput output = new BoxOutput();
  private final Thread draining;
  private final CompletableFuture<BoxExit> exit = new CompletableFuture<>();
  private final AtomicReference<String> endedBecause = new AtomicReference<>("");
  private WorkspaceWatch.Handle watched = () -> {};
  private int pid = -1;
  private int watches;

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
    this.pid = pid;
    bundle.workspace().ifPresent(folder -> watched = host.watch().watch(folder, this::end));
    watchExit();
    return this;
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
  public void stop(Duration grace) {
    endedBecause.compareAndSet("", "stopped");
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

  /// Ends it at once. The first reason given is the one that is told.
  void end(String reason) {
    if (endedBecause.compareAndSet("", reason)) {
      Thread.ofVirtual().name("end " + id).start(() -> stop(Duration.ZERO));
    }
  }

  @Override
  public OutsidePosture outside() {
    List<Integer> pids = new ArrayList<>(HostProcesses.tree(pid));
    members().stream().map(HostProcesses.Seen::pid).filter(member -> !pids.contains(member)).forEach(pids::add);
    String network = host.processes().namespace(Integer.toString(pid), "net");
    boolean shared = network.equals(host.processes().namespace("self", "net"));
    return new OutsidePosture("runsc", host.platform(), host.processes().uid(pid),
        shared ? network + " (the host's own)" : network, new Cgroups(host.processes()).limitsOf(pid),
        pids.stream().mapToLong(host.processes()::proportionalSetSize).sum());
  }

  @Override
  public String output() {
    return output.tail();
  }

  private void watchExit() {
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
      BoxExit result = new BoxExit(status.orElse(-1), reason(status));
      removeAll();
      exit.complete(result);
    } catch (RuntimeException e) {
      // Whoever waits for the end must hear of it, whatever went wrong on the way.
      exit.completeExceptionally(e);
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
    String known = endedBecause.get();
    if (!known.isEmpty()) {
      return known;
    }
    return status.map(code -> "its program ended with " + code).orElse("its sandbox was killed from outside");
  }

  private void removeAll() {
    watched.close();
    HostProcesses.kill(members());
    try {
      host.runsc().delete(id);
    } catch (IronclawException e) {
      LOG.warn("box={} step=delete-state problem={}; the next start removes it", id, e.getMessage());
    }
    Cgroups.remove(cgroup());
    freeReader();
    bundle.remove();
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
