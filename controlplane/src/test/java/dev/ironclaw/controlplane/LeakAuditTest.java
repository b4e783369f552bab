package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.leak.LeakAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class LeakAuditTest {
  private final List<AuditEvent> entries = new CopyOnWriteArrayList<>();

  @Test
  void recordsTheFirstOfASortAtOnceAndTheOthersAsASum() {
    try (LeakAudit audit = new LeakAudit(entries::add, Duration.ofHours(1), _ -> Optional.empty())) {
      for (int i = 0; i < 4; i++) {
        audit.found("model request of ses_1", "github_token", LeakAction.BLOCK);
      }
      audit.found("model answer to ses_1", "known_secret", LeakAction.REDACT);
    }
    assertThat(entries).extracting(AuditEvent::kind, AuditEvent::detail).containsExactly(
        tuple("github_token",
            "what looks like a secret was kept from going on in model request of ses_1"),
        tuple("known_secret",
            "what looks like a secret was taken out in model answer to ses_1"),
        tuple("github_token",
            "what looks like a secret was kept from going on 3 more times in model request of ses_1"));
  }

  @Test
  void givesEachAgentAShareThatNoOtherUsesUp() {
    SessionId loud = new SessionId("ses_00000000000000aa");
    SessionId other = new SessionId("ses_00000000000000bb");
    try (LeakAudit audit = new LeakAudit(entries::add, Duration.ofHours(1),
        session -> Optional.of(new AgentGroupId(session.equals(loud) ? "loud" : "other")))) {
      for (int i = 0; i < 5_000; i++) {
        audit.found("request " + i + " of " + loud, "github_token", LeakAction.BLOCK);
      }
      audit.found("request of " + other, "github_token", LeakAction.BLOCK);
    }
    assertThat(entries).filteredOn(entry -> entry.agent().equals("loud")).hasSizeBetween(50, 110);
    assertThat(entries).filteredOn(entry -> entry.agent().equals("other")).singleElement()
        .extracting(AuditEvent::detail).asString().endsWith("request of " + other);
  }

  @Test
  void isNotFilledByManyPlaces() {
    try (LeakAudit audit = new LeakAudit(entries::add, Duration.ofHours(1), _ -> Optional.empty())) {
      for (int i = 0; i < 5_000; i++) {
        audit.found("model request of ses_" + i, "github_token", LeakAction.BLOCK);
      }
    }
    assertThat(entries).hasSizeLessThan(110);
    assertThat(entries.getLast().detail()).contains("more times in other places");
  }
}
