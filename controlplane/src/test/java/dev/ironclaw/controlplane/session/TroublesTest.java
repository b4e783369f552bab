package dev.ironclaw.controlplane.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.panic.Brake;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TroublesTest {
  private static final AgentGroupId ANNA = new AgentGroupId("anna");
  private static final SessionId SESSION = new SessionId("ses_0123456789abcdef");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final Troubles troubles = new Troubles(Duration.ofSeconds(1), Brake.loose());

  private CrashPolicy.Verdict failed(Instant now) {
    return troubles.failed(SESSION, ANNA, "it ended", false, now).verdict();
  }

  private CrashPolicy.Verdict failAndProgress(int times, Instant now) {
    CrashPolicy.Verdict last = failed(now);
    for (int i = 1; i < times; i++) {
      troubles.progressed(SESSION);
      last = failed(now);
    }
    return last;
  }

  @Test
  void aBoxThatFinishesALittleBeforeEachEndIsParkedInTheEnd() {
    assertThat(failAndProgress(Troubles.MOST_AN_HOUR, NOON)).isInstanceOf(CrashPolicy.Verdict.Wait.class);
    troubles.progressed(SESSION);
    troubles.forget(ANNA);
    assertThat(failed(NOON.plusSeconds(3599))).isEqualTo(new CrashPolicy.Verdict.Park());
    assertThat(troubles.status(SESSION).orElseThrow().note().orElseThrow())
        .contains("more than 20 of this session did within an hour", "session terminate");
    assertThat(troubles.holds(SESSION)).isTrue();
  }

  @Test
  void theNextHourAndAnOperatorsLookBeginAnew() {
    failAndProgress(Troubles.MOST_AN_HOUR, NOON);
    troubles.progressed(SESSION);
    assertThat(failed(NOON.plusSeconds(3600))).isInstanceOf(CrashPolicy.Verdict.Wait.class);
    troubles.progressed(SESSION);
    failAndProgress(Troubles.MOST_AN_HOUR, NOON.plusSeconds(3600));
    troubles.forget(SESSION);
    assertThat(failed(NOON.plusSeconds(3601))).isInstanceOf(CrashPolicy.Verdict.Wait.class);
  }
}
