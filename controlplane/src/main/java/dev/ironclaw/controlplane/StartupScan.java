package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.outbound.OutboundPump;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.session.SessionWaker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the sessions that an earlier run left with work or with replies to deliver, without opening every session:
/// only those whose queue files changed since that run's own scan. What was idle then and was not touched since has
/// nothing to do now.
final class StartupScan {
  private static final Logger LOG = LoggerFactory.getLogger(StartupScan.class);
  /// For clocks that were set back a little between two runs.
  private static final Duration SLACK = Duration.ofHours(1);

  private final StateFolder state;
  private final Registry registry;
  private final SessionQueues queues;
  private final SessionWaker waker;
  private final OutboundPump pump;
  private final Clock clock;

  StartupScan(StateFolder state, Registry registry, SessionQueues queues, SessionWaker waker, OutboundPump pump,
      Clock clock) {
    this.state = state;
    this.registry = registry;
    this.queues = queues;
    this.waker = waker;
    this.pump = pump;
    this.clock = clock;
  }

  void run() {
    Path marker = state.root().resolve("last-scan");
    Instant since = lastModified(marker).minus(SLACK);
    Instant now = clock.instant();
    int resumed = 0;
    for (Session session : registry.sessions()) {
      Path folder = state.root().resolve("sessions").resolve(session.id().value());
      if (touchedSince(folder, since)) {
        pump.committed(session.id());
        if (queues.of(session.id()).hasWork()) {
          waker.wake(session.id());
          resumed++;
        }
      }
    }
    mark(marker, now);
    LOG.info("step=startup-scan resumed={}", resumed);
  }

  private static boolean touchedSince(Path folder, Instant since) {
    return lastModified(folder.resolve("inbound.db")).isAfter(since)
        || lastModified(folder.resolve("outbound.db")).isAfter(since);
  }

  private static Instant lastModified(Path file) {
    try {
      return Files.exists(file) ? Files.getLastModifiedTime(file).toInstant() : Instant.EPOCH;
    } catch (IOException e) {
      throw new UncheckedIOException("look at " + file, e);
    }
  }

  private static void mark(Path marker, Instant now) {
    try {
      if (!Files.exists(marker)) {
        Files.createFile(marker);
      }
      Files.setLastModifiedTime(marker, FileTime.from(now));
    } catch (IOException e) {
      throw new UncheckedIOException("write " + marker, e);
    }
  }
}
