package dev.ironclaw.controlplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.audit.AuditEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AuthAuditTest {
  @Test
  void recordsTheFirstAtOnceAndThenAtMostOneAMinuteWithTheCount() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    List<AuditEvent> recorded = new ArrayList<>();
    AuthAudit audit = new AuthAudit(recorded::add, now::get);
    for (int i = 0; i < 1_000; i++) {
      audit.refused("token", "10.0.0.1");
    }
    assertThat(recorded).hasSize(1);
    now.set(Instant.EPOCH.plusSeconds(60));
    audit.refused("token", "10.0.0.2");
    assertThat(recorded).hasSize(2);
    assertThat(recorded.getLast().detail()).contains("10.0.0.2", "999 more");
  }
}
