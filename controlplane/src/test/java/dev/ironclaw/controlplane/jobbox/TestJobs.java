package dev.ironclaw.controlplane.jobbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.engine.TestEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Folders, an image and plans for tests of jobs' containers.
final class TestJobs {
  static final JobLimits LIMITS = new JobLimits(128L << 20, 100, 128, Duration.ofSeconds(60), 8L << 20);
  private static final List<String> PROGRAMS = List.of("sh", "cat", "chmod", "cp", "dd", "df", "echo", "find", "grep",
      "head", "id", "kill", "ln", "ls", "mkdir", "mkfifo", "mknod", "mount", "mv", "nc", "ps", "readlink", "rm", "seq",
      "sleep", "stat", "tail", "touch", "true", "unshare", "chroot", "dmesg", "hostname", "nsenter",
      "umount", "uname");

  final Path top;
  private final Map<JobId, CompletableFuture<JobExit>> ends = new ConcurrentHashMap<>();

  TestJobs(Path folder) {
    try {
      top = folder.toRealPath();
      Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An image with a shell and the usual programs.
  ///
  /// @param program that it starts, between quotation marks in JSON
  /// @return its id
  String image(TestEngine daemon, String program) throws IOException, InterruptedException {
    Path tar = top.resolve("image.tar");
    if (!Files.exists(tar)) {
      pack(tar);
    }
    return daemon.said("import", "--change", "ENTRYPOINT [\"" + program + "\"]", "--change", "ENV PATH=/bin",
        tar.toString()).strip();
  }

  private void pack(Path tar) throws IOException, InterruptedException {
    Path rootfs = top.resolve("image");
    for (String point : List.of("bin", "proc", "sys", "dev", "etc", "tmp", "run/ironclaw", "workspace",
        "output")) {
      Files.createDirectories(rootfs.resolve(point));
    }
    Files.copy(Path.of("/usr/bin/busybox"), rootfs.resolve("bin/busybox"));
    Files.setPosixFilePermissions(rootfs.resolve("bin/busybox"), PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String program : PROGRAMS) {
      Files.createSymbolicLink(rootfs.resolve("bin").resolve(program), Path.of("busybox"));
    }
    int code = new ProcessBuilder("tar", "-C", rootfs.toString(), "--owner=0", "--group=0", "-cf", tar.toString(), ".")
        .inheritIO().start().waitFor();
    if (code != 0) {
      throw new IOException("tar ended with " + code);
    }
  }

  static JobId newId() {
    return new JobId(UUID.randomUUID().toString());
  }

  Path folder(String name) {
    try {
      return Files.createDirectories(top.resolve("jobs").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JobBoxPlan plan(String image, String script) {
    return plan(newId(), image, script, LIMITS);
  }

  JobBoxPlan plan(JobId id, String image, String script, JobLimits limits) {
    return new JobBoxPlan(id, image, List.of(script), Map.of("GREETING", "hello"), folder(id + "/crossing"),
        folder(id + "/workspace"), true, folder(id + "/output"), limits);
  }

  /// Returns when the job has written it.
  String written(JobId job, String name) throws Exception {
    Path file = folder(job + "/output").resolve(name);
    try (WatchService watch = file.getFileSystem().newWatchService()) {
      Objects.requireNonNull(file.getParent()).register(watch, StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY);
      while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
        WatchKey key = watch.poll(30, TimeUnit.SECONDS);
        assertThat(key).as("job wrote nothing into " + name).isNotNull();
        key.reset();
      }
    }
    return Files.readString(file);
  }

  void told(JobId job, JobExit exit) {
    if (!end(job).complete(exit)) {
      throw new IllegalStateException("told twice of " + job);
    }
  }

  private CompletableFuture<JobExit> end(JobId job) {
    return ends.computeIfAbsent(job, _ -> new CompletableFuture<>());
  }

  boolean hasEnded(JobId job) {
    return end(job).isDone();
  }

  JobExit awaitEnd(JobId job) throws Exception {
    return end(job).get(40, TimeUnit.SECONDS);
  }
}
