package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.activity.Activity;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.usage.Spent;
import dev.ironclaw.controlplane.usage.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ModelCallAuditTest {
  private static final SessionId ONE = new SessionId("ses_0000000000000001");
  private static final SessionId TWO = new SessionId("ses_0000000000000002");

  @Test
  void callsOfAMinuteAreOneEntryASession() {
    List<AuditEvent> entries = new ArrayList<>();
    try (ModelCallAudit audit = new ModelCallAudit(entries::add, Duration.ofHours(1))) {
      audit.spent(new Spent("2026-11-21", new AgentGroupId("ada"), ONE, new ModelChoice("mock", "mock-1"),
          new Tokens(10, 40, 60, 20), 1_200_001, false, false, false));
      audit.called(call(ONE, 200));
      audit.called(call(TWO, 200));
      audit.called(call(ONE, 502));
      assertThat(entries).isEmpty();
    }
    assertThat(entries).containsExactly(
        new AuditEvent("model", ONE.value(), "calls", "sandbox:" + ONE.value(),
            "2 calls to mock, 1 failed, 20 bytes sent, 14 received, 110 tokens in, 20 out, $0.0013"),
        new AuditEvent("model", TWO.value(), "calls", "sandbox:" + TWO.value(),
            "1 call to mock, 0 failed, 10 bytes sent, 7 received, 0 tokens in, 0 out, $0.0000"));
    assertThat(entries).extracting(entry -> Activity.modelCalls(entry.detail())).containsExactly(2L, 1L);
  }

  @Test
  void theEntryComesWhenTheMinuteIsOver() throws InterruptedException {
    BlockingQueue<AuditEvent> entries = new LinkedBlockingQueue<>();
    try (ModelCallAudit audit = new ModelCallAudit(entries::add, Duration.ZERO)) {
      audit.called(call(ONE, 200));
      assertThat(entries.poll(60, TimeUnit.SECONDS)).isNotNull();
      audit.called(call(ONE, 200));
      assertThat(entries.poll(60, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(entries).isEmpty();
  }

  @Test
  void saysHowManyCallsTheFallBackHad() {
    List<AuditEvent> entries = new ArrayList<>();
    try (ModelCallAudit audit = new ModelCallAudit(entries::add, Duration.ofHours(1))) {
      audit.called(call(ONE, 529));
      audit.called(new ModelCallListener.ModelCall(ONE, new AgentGroupId("ada"), new ModelChoice("second", "m"), true,
          "/v1/messages", 200, 10, 7, Duration.ofMillis(5), ModelCallListener.End.COMPLETED));
    }
    assertThat(entries.getFirst().detail())
        .startsWith("2 calls to mock, second, 1 failed, 20 bytes sent, 14 received").contains("the fall-back's");
  }

  private static ModelCallListener.ModelCall call(SessionId session, int status) {
    return new ModelCallListener.ModelCall(session, new AgentGroupId("ada"), new ModelChoice("mock", "mock-1"), false,
        "/v1/messages", status, 10, 7, Duration.ofMillis(5), ModelCallListener.End.COMPLETED);
  }
}
