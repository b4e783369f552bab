package dev.ironclaw.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Docker engine of a test's own, with a sealed gVisor runtime, which shares nothing with one that this machine may run.
/// Needs root, and the packages docker.io and runsc.
public final class OwnEngine implements AutoCloseable {
  private static final String CONFIG = """
      {"runtimes": {"runsc": {"path": "/usr/bin/runsc",
        "runtimeArgs": ["--network=none", "--host-uds=open", "--oci-seccomp"]}}}
      """;
  private static final int START_SECONDS = 60;

  private final Path folder;
  private Process daemon;

  public OwnEngine(Path folder) throws IOException {
    this.folder = folder;
    start();
  }

  /// Starts it again after [#kill], and returns when it answers.
  public void start() throws IOException {
    Path config = Files.writeString(folder.resolve("daemon.json"), CONFIG);
    daemon = new ProcessBuilder("dockerd", "--config-file", config.toString(), "--data-root",
        folder.resolve("data").toString(), "--exec-root", folder.resolve("exec").toString(), "--host", host(),
        "--pidfile", folder.resolve("pid").toString(), "--bridge=none", "--iptables=false", "--ip6tables=false")
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!said("info", "--format", "{{.ID}}").contains(":")) {
      if (System.nanoTime() > end || !daemon.isAlive()) {
        throw new IllegalStateException("dockerd does not answer: " + Files.readString(folder.resolve("log")));
      }
    }
  }

  /// kill -9: its containers' shims live on. Its containerd dies with it, and the next daemon would take one that nobody
  /// has buried yet for one that runs.
  public void kill() throws IOException, InterruptedException {
    daemon.destroyForcibly().waitFor();
    Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
  }

  public String host() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /// What the docker command says of this engine.
  public String said(String... words) {
    List<String> line = new ArrayList<>(List.of("docker", "--host", host()));
    line.addAll(List.of(words));
    try {
      Process docker = new ProcessBuilder(line).redirectErrorStream(true).start();
      return new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("run docker (apt-get install docker.io)", e);
    }
  }

  /// Pids of what its containers left: their shims, which outlive a daemon that was killed.
  public List<Long> shims() {
    String socket = folder.resolve("exec/containerd/containerd.sock").toString();
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().arguments().map(List::of).orElse(List.of()).contains(socket))
        .map(ProcessHandle::pid).toList();
  }

  /// Pids of what runs in its containers, and beside it, whether it knows of them or not.
  public List<Long> sandboxes() {
    String below = folder.resolve("exec") + "/";
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().arguments().map(List::of).orElse(List.of()).stream()
            .anyMatch(word -> word.startsWith("--root=" + below)))
        .map(ProcessHandle::pid).toList();
  }

  /// Ends its containers, which would outlive it, and then itself.
  @Override
  public void close() {
    try {
      if (!daemon.isAlive()) {
        start();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("start dockerd", e);
    }
    String left = said("ps", "--all", "--quiet", "--no-trunc");
    if (!left.isBlank()) {
      said(Stream.concat(Stream.of("rm", "--force"), left.lines()).toArray(String[]::new));
    }
    daemon.destroy();
    try {
      if (!daemon.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
        daemon.destroyForcibly().waitFor();
      }
      shims().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      new ProcessBuilder("umount", "--lazy", "--quiet", folder.resolve("data").toString(),
          folder.resolve("exec/netns/default").toString())
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("unmount what dockerd left", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
