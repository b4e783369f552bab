package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.Excerpt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// One run of the command line tool for one prompt. What it prints becomes events while it runs; nothing that it started
/// outlives it. Use once.
final class ClaudeTurn {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration LAST_EVENTS = Duration.ofMinutes(6);
  private static final int MOST_COMPLAINTS = 100;
  private static final int MAX_COMPLAINT = 2_000;

  private final Children.Child child;
  private final JobEvents events;
  private final ClaudeStream stream;
  private final Queue<RuntimeException> faults = new ConcurrentLinkedQueue<>();
  private final AtomicReference<String> complaint = new AtomicReference<>("");

  ClaudeTurn(Children.Child child, JobEvents events) {
    this.child = child;
    this.events = events;
    this.stream = new ClaudeStream(events);
  }

  /// What came of it, and the session that a next turn goes on with.
  record Outcome(ClaudeStream.Result result, Optional<String> session) {}

  /// @throws dev.ironclaw.contract.IronclawException where the host can't be told, or has ended the job
  Outcome run(String prompt, Deadline deadline) throws IOException {
    Thread output = reading("claude", () -> stream.read(child.process().getInputStream()));
    Thread complaints = reading("complaints", this::complaints);
    boolean inTime;
    try {
      ask(prompt);
      inTime = ended(deadline);
      if (!inTime) {
        child.process().destroy();
        child.process().waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      }
      child.kill();
      output.join(LAST_EVENTS);
      complaints.join(GRACE);
    } catch (InterruptedException stopped) {
      child.kill();
      Thread.currentThread().interrupt();
      throw new IOException("stopped", stopped);
    }
    if (!faults.isEmpty()) {
      throw faults.element();
    }
    return new Outcome(result(inTime, deadline), stream.session());
  }

  /// Asks again where time did not count.
  private boolean ended(Deadline deadline) throws InterruptedException {
    boolean ended = false;
    for (Duration left = deadline.left(); !ended && !left.isZero(); left = deadline.left()) {
      ended = child.process().waitFor(left.toMillis() + 1, TimeUnit.MILLISECONDS);
    }
    return ended;
  }

  private ClaudeStream.Result result(boolean inTime, Deadline deadline) {
    if (!inTime) {
      return new ClaudeStream.Result(false, "The time of " + deadline.whole().toSeconds()
          + " s was used up; Claude Code was stopped.", 0);
    }
    return stream.result()
        .orElseGet(() -> new ClaudeStream.Result(false, "Claude Code ended without a result (exit code "
            + child.process().exitValue() + ")" + (complaint.get().isEmpty() ? "" : ": " + complaint.get()), 0));
  }

  /// By its input: as an argument it would be an option where it begins with a hyphen, and be seen in the list of processes.
  private void ask(String prompt) {
    try (OutputStream in = child.process().getOutputStream()) {
      in.write(prompt.getBytes(StandardCharsets.UTF_8));
    } catch (IOException ended) {
      // silent-ok: it has ended already, and its end says why
    }
  }

  private void complaints() throws IOException {
    try (BufferedReader errors = new BufferedReader(
        new InputStreamReader(child.process().getErrorStream(), StandardCharsets.UTF_8))) {
      char[] buffer = new char[MAX_COMPLAINT];
      int told = 0;
      for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
        String words = new String(buffer, 0, count).strip();
        if (!words.isEmpty() && told++ < MOST_COMPLAINTS) {
          complaint.set(Excerpt.of(words, 500));
          events.status(told == MOST_COMPLAINTS ? "Claude Code complains on; the rest is passed over." : words);
        }
      }
    }
  }

  /// Reads.
  private interface Reading {
    void read() throws IOException;
  }

  private Thread reading(String name, Reading reading) {
    Thread thread = new Thread(() -> {
      try {
        reading.read();
      } catch (IOException ended) {
        // silent-ok: it was killed
      } catch (RuntimeException failed) {
        faults.add(failed);
        child.kill();
      }
    }, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
