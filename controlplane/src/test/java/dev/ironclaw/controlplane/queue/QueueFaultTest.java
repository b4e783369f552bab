package dev.ironclaw.controlplane.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.testing.FaultyConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fails the n-th statement of a step, for every n until the step runs clean: the old state or the new, never between.
class QueueFaultTest {
  private static final SessionId SESSION = new SessionId("ses_00000000000000bb");

  @TempDir
  Path folder;

  private final FaultyConnection faults = new FaultyConnection();

  private SessionQueues queues() {
    return new SessionQueues(folder.resolve("sessions"), Keyring.open(folder.resolve("keys")), Clock.systemUTC(),
        session -> () -> {}, faults::wrap);
  }

  private static boolean fails(Runnable step) {
    try {
      step.run();
      return false;
    } catch (IronclawException e) {
      return true;
    }
  }

  @Test
  void anEnqueueIsStoredOrNotAtAll() {
    int stored = 0;
    int failures = 0;
    for (int nth = 1; nth <= failures + 1; nth++) {
      try (SessionQueues queues = queues()) {
        SessionQueue queue = queues.of(SESSION);
        queue.hasWork();
        List<String> seen = new ArrayList<>();
        queue.follow(Long.MAX_VALUE, row -> seen.add(row.id().value()));
        String id = "a" + nth;
        faults.fail(nth);
        boolean failed = fails(() -> queue.enqueue(QueueRows.chat(id)));
        faults.fail(0);
        failures += failed ? 1 : 0;
        stored += failed ? 0 : 1;
        assertThat(queue.inbound(new MessageId(id)).isPresent()).isEqualTo(!failed);
        assertThat(queue.unfinishedAfter(0)).hasSize(stored);
        assertThat(seen).hasSize(failed ? 0 : 1);
        queue.enqueue(QueueRows.chat("after" + nth));
        stored++;
        assertThat(queue.unfinishedAfter(0)).as("the queue goes on after fault " + nth).hasSize(stored);
      }
    }
    assertThat(failures).as("statements that were failed").isGreaterThanOrEqualTo(5);
  }

  @Test
  void aStepIsStoredWholeOrNotAtAllAndASecondTryFinishesIt() {
    int failures = 0;
    for (int nth = 1; nth <= failures + 1; nth++) {
      String id = "b" + nth;
      boolean failed;
      try (SessionQueues queues = queues()) {
        SessionQueue queue = queues.of(SESSION);
        queue.enqueue(QueueRows.chat(id));
        faults.fail(nth);
        failed = fails(() -> queue.commit(QueueRows.step(id)));
        faults.fail(0);
        checkStep(queue, id, !failed);
      }
      failures += failed ? 1 : 0;
      try (SessionQueues queues = queues()) {
        SessionQueue queue = queues.of(SESSION);
        checkStep(queue, id, !failed);
        queue.commit(QueueRows.step(id));
        checkStep(queue, id, true);
      }
    }
    assertThat(failures).as("statements that were failed").isGreaterThanOrEqualTo(7);
  }

  private static void checkStep(SessionQueue queue, String id, boolean done) {
    assertThat(queue.undelivered(1_000).stream().anyMatch(row -> row.message().id().value().equals("out_" + id)))
        .isEqualTo(done);
    assertThat(queue.hasWork()).isEqualTo(!done);
    assertThat(id.equals(queue.state().get("last"))).isEqualTo(done);
  }
}
