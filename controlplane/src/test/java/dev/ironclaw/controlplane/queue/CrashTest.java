package dev.ironclaw.controlplane.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.testing.KilledWriter;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a writing process at random moments, over the same files again and again: what it was told is durable is
/// there, and nothing is there by half. `-Dironclaw.crash.rounds` sets how often.
class CrashTest {
  private static final int ROUNDS = Integer.getInteger("ironclaw.crash.rounds", 10);

  @TempDir
  Path folder;

  @Test
  void nothingAcknowledgedIsLostAndNothingIsHalf() throws Exception {
    Random random = new Random(20_261_120);
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.addAll(KilledWriter.after(5 + random.nextInt(120), CrashWriter.class, folder, round,
          "(in|out|audit) r\\d+-t\\d-\\d+"));
      check(acknowledged);
    }
    assertThat(acknowledged).hasSizeGreaterThan(ROUNDS * 5);
  }

  private void check(List<String> acknowledged) throws IOException {
    Keyring keyring = Keyring.open(folder);
    Set<String> replies = new HashSet<>();
    try (SessionQueues queues = new SessionQueues(folder.resolve("sessions"), keyring, Clock.systemUTC())) {
      SessionQueue queue = queues.of(CrashWriter.SESSION);
      queue.undelivered(Integer.MAX_VALUE).forEach(row -> replies.add(row.message().id().value()));
      Set<String> unfinished = new HashSet<>();
      queue.unfinishedAfter(0).forEach(row -> unfinished.add(row.id().value()));
      for (String line : acknowledged) {
        String id = line.substring(line.indexOf(' ') + 1);
        assertThat(queue.inbound(new MessageId(id))).as(line).isPresent();
        // Reply and ack are one step: both or neither.
        assertThat(unfinished.contains(id)).as(id).isNotEqualTo(replies.contains("out_" + id));
        if (!line.startsWith("in ")) {
          assertThat(replies).contains("out_" + id);
        }
      }
    }
    try (Database state = CrashWriter.state(folder, keyring);
        AuditLog audit = CrashWriter.audit(folder, state, keyring)) {
      assertThat(audit.fault()).isEmpty();
      assertThat(AuditVerifier.verify(folder)).isInstanceOf(AuditVerdict.Intact.class);
      Set<String> recorded = new HashSet<>();
      for (AuditRecord entry : audit.newest(Integer.MAX_VALUE)) {
        recorded.add("audit " + entry.event().subject());
      }
      assertThat(recorded).containsAll(acknowledged.stream().filter(line -> line.startsWith("audit ")).toList());
    }
  }
}
