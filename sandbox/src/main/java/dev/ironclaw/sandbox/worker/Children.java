package dev.ironclaw.sandbox.worker;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// Starts programs in the container, and ends them with everything that they started: also what has left its session and
/// its parents, which is known by a mark in its environment. Threading: any thread.
final class Children {
  /// The mark: a program's descendants have it with the same value.
  static final String MARK = "IRONCLAW_CALL";
  private static final int ROUNDS = 50;
  private static final Duration AFTER_END = Duration.ofMillis(500);

  private final LongSupplier marks;

  /// @param marks a number that no other call of this container has
  Children(LongSupplier marks) {
    this.marks = marks;
  }

  /// What is started, where, and with which environment: nothing else is in it but the mark.
  ///
  /// @param merged whether what it says to standard error comes in one stream with the rest
  record Start(List<String> command, Path folder, Map<String, String> environment, boolean merged) {
    Start {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }
  }

  /// How it ended.
  ///
  /// @param code its exit code; 137 where it was killed
  record Ended(int code, Capture out, Capture error, boolean timedOut) {}

  /// A program that runs.
  static final class Child {
    private final Process process;
    private final String mark;

    private Child(Process process, String mark) {
      this.process = process;
      this.mark = mark;
    }

    Process process() {
      return process;
    }

    /// Kills it and all of its descendants: again and again, because they may start more meanwhile.
    void kill() {
      for (int round = 0; round < ROUNDS; round++) {
        Set<ProcessHandle> family = family();
        if (family.isEmpty()) {
          return;
        }
        family.forEach(ProcessHandle::destroyForcibly);
        Thread.onSpinWait();
      }
    }

    private Set<ProcessHandle> family() {
      Set<ProcessHandle> family = new HashSet<>();
      process.descendants().filter(ProcessHandle::isAlive).forEach(family::add);
      if (process.isAlive()) {
        family.add(process.toHandle());
      }
      ProcessHandle.allProcesses().filter(this::isMarked).forEach(family::add);
      return family;
    }

    private boolean isMarked(ProcessHandle other) {
      if (other.pid() == ProcessHandle.current().pid() || !other.isAlive()) {
        return false;
      }
      try {
        String variables = Files.readString(Path.of("/proc/" + other.pid() + "/environ"), StandardCharsets.ISO_8859_1);
        return ("\0" + variables).contains("\0" + MARK + "=" + mark + "\0");
      } catch (IOException gone) {
        return false; // silent-ok: it has ended, or is not ours to end
      }
    }
  }

  /// Starts one whose streams are the caller's to read and write.
  Child start(Start start) throws IOException {
    return start(start, false);
  }

  private Child start(Start asked, boolean withoutInput) throws IOException {
    Start start = PlainWords.of(asked);
    ProcessBuilder builder = new ProcessBuilder(start.command()).directory(start.folder().toFile())
        .redirectErrorStream(start.merged());
    if (withoutInput) {
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }
    String mark = Long.toUnsignedString(marks.getAsLong(), 36);
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(start.environment());
    environment.put(MARK, mark);
    return new Child(builder.start(), mark);
  }

  /// Runs one without input to its end, or kills it and all that it started at the limit. What it leaves running on purpose
  /// runs on, and its words are read and dropped from then on.
  ///
  /// @param most bytes that are kept of each stream
  Ended run(Start start, Duration limit, int most) throws IOException {
    Child child = start(start, true);
    Capture out = new Capture(most);
    Capture error = new Capture(most);
    Thread reader = reading(child.process().getInputStream(), out);
    Thread errors = reading(child.process().getErrorStream(), error);
    try {
      boolean inTime = child.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!inTime) {
        child.kill();
        child.process().waitFor();
      }
      reader.join(AFTER_END);
      errors.join(AFTER_END);
      return new Ended(child.process().exitValue(), out, error, !inTime);
    } catch (InterruptedException stopped) {
      child.kill();
      Thread.currentThread().interrupt();
      throw new IOException("stopped", stopped);
    }
  }

  private static Thread reading(InputStream stream, Capture capture) {
    Thread thread = new Thread(() -> drain(stream, capture), "output");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void drain(InputStream stream, Capture capture) {
    byte[] buffer = new byte[8 * 1024];
    try (stream) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        capture.add(buffer, count);
      }
    } catch (IOException ended) {
      // silent-ok: it was killed
    }
  }

  /// Kills every process of the container but this program and the first one, again and again, because they may start more
  /// meanwhile.
  ///
  /// @return how many are left after that time
  /// @throws IllegalStateException where the first process did not start this one: that is no container of ours, and the
  ///         others are not ours to end
  static int killOthers(Duration patience) {
    long me = ProcessHandle.current().pid();
    if (me != 1 && ProcessHandle.current().parent().filter(parent -> parent.pid() == 1).isEmpty()) {
      throw new IllegalStateException("end the other programs: this is not a container's own program");
    }
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
        List<ProcessHandle> others = all.filter(other -> other.pid() != me && other.pid() != 1).toList();
        if (others.isEmpty() || System.nanoTime() > end) {
          return others.size();
        }
        others.forEach(ProcessHandle::destroyForcibly);
      }
      LockSupport.parkNanos(500_000);
    }
  }

  /// Ends everything that this program has started, for its own end: first it is asked, then it is killed.
  static void endAll(Duration grace) {
    List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
    all.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
          .get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      // silent-ok: then it is killed
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
