package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One agent as a plain process.
///
/// Threading: any thread.
final class ProcessBox implements Box {
  private final BoxId id;
  private final Process process;
  private final HostProcesses hostProcesses;
  private final BoxOutput output = new BoxOutput();
  private final CompletableFuture<BoxExit> exit;
  private volatile boolean stopped;

  ProcessBox(BoxId id, Process process, Path folder, HostProcesses hostProcesses) {
    this.id = id;
    this.process = process;
    this.hostProcesses = hostProcesses;
    Thread draining = output.drain(process::getInputStream, id.value());
    this.exit = process.onExit().thenApplyAsync(ended -> exited(ended, draining, folder));
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
    stopped = true;
    process.destroy();
    try {
      exit.copy().orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (java.util.concurrent.CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      process.destroyForcibly();
      exit.join();
    }
  }

  @Override
  public OutsidePosture outside() {
    int pid = (int) process.pid();
    List<Integer> tree = HostProcesses.tree(pid);
    return new OutsidePosture("process", "host", hostProcesses.uid(pid),
        hostProcesses.namespace(Integer.toString(pid), "net") + " (the host's own)", Cgroups.NOT_ENFORCED,
        tree.stream().mapToLong(hostProcesses::proportionalSetSize).sum());
  }

  @Override
  public Optional<BoxUsage> usage() {
    int pid = (int) process.pid();
    return hostProcesses.usage(pid, HostProcesses.tree(pid));
  }

  @Override
  public String output() {
    return output.tail();
  }

  private BoxExit exited(Process ended, Thread draining, Path folder) {
    try {
      draining.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Bundle.deleteTree(folder);
    int code = ended.exitValue();
    return new BoxExit(code, stopped ? "stopped" : "its program ended with " + code);
  }
}
