package dev.ironclaw.controlplane.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Docker engine of a test's own, which shares nothing with one that this machine may run: no bridge, no rule in the
/// firewall, its own containerd. Needs root, and the packages docker.io and runsc.
public final class TestEngine implements AutoCloseable {
  /// gVisor as a box needs it.
  public static final String SEALED = "{\"runsc\":{\"path\":\"/usr/bin/runsc\",\"runtimeArgs\":"
      + "[\"--network=none\",\"--host-uds=open\",\"--oci-seccomp\"]}}";
  private static final int START_SECONDS = 60;

  private final Path folder;
  private final String runtimes;
  private Process daemon;

  /// @param runtimes the configuration's `runtimes`, in JSON
  public TestEngine(Path folder, String runtimes) {
    this.folder = folder;
    this.runtimes = runtimes;
    start();
  }

  /// Starts it again after [#kill].
  public void start() {
    try {
      Path config = Files.writeString(folder.resolve("daemon.json"), "{\"runtimes\":" + runtimes + "}");
      daemon = new ProcessBuilder("dockerd", "--config-file", config.toString(), "--data-root",
          folder.resolve("data").toString(), "--exec-root", folder.resolve("exec").toString(), "--host", host(),
          "--pidfile", folder.resolve("pid").toString(), "--bridge=none", "--iptables=false", "--ip6tables=false")
          .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
      awaitAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException("start dockerd (apt-get install docker.io)", e);
    }
  }

  private void awaitAnswer() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      try (Engine engine = connect()) {
        engine.facts();
        return;
      } catch (RuntimeException e) {
        if (System.nanoTime() > end || !daemon.isAlive()) {
          throw new IllegalStateException("dockerd does not answer: " + log(), e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100); // sleep-ok: a daemon in another process, which tells nobody that it is ready
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Engine connect() {
    return Engines.at(new EngineAddress("test", host()));
  }

  public String host() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /// Without a farewell: its containers' shims live on. Its containerd dies with it, and one that nobody has buried yet would
  /// be taken by the next daemon for one that runs.
  public void kill() throws IOException, InterruptedException {
    daemon.destroyForcibly().waitFor();
    Files.deleteIfExists(folder.resolve("exec/containerd/containerd.pid"));
  }

  private String log() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("log"));
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// What the docker command says of this engine.
  public String said(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("docker", "--host", host()));
    line.addAll(List.of(words));
    Process docker = new ProcessBuilder(line).redirectErrorStream(true).start();
    return new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Ends its containers, which would outlive it, and then itself.
  @Override
  public void close() {
    try {
      if (!daemon.isAlive()) {
        start();
      }
      String left = said("ps", "--all", "--quiet", "--no-trunc");
      if (!left.isBlank()) {
        said(Stream.concat(Stream.of("rm", "--force"), left.lines()).toArray(String[]::new));
      }
    } catch (IOException | IllegalStateException e) {
      // silent-ok: it is dead already; what follows ends what it left
    }
    daemon.destroy();
    try {
      if (!daemon.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
        daemon.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endShims();
    unmount();
  }

  /// Those of containers that it had when it was killed wait for it.
  private void endShims() {
    ProcessHandle.allProcesses()
        .filter(process -> process.info().arguments().map(List::of).orElse(List.of())
            .contains(folder.resolve("exec/containerd/containerd.sock").toString()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /// One that was killed leaves its folder mounted, one that lent its network that.
  private void unmount() {
    try {
      new ProcessBuilder("umount", "--lazy", "--quiet", folder.resolve("data").toString(),
          folder.resolve("exec/netns/default").toString())
          .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("unmount", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
