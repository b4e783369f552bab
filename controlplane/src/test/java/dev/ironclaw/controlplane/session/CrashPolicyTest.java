package dev.ironclaw.controlplane.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrashPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void waitsTwiceAsLongAfterEachFailureAndThenParks() {
    assertThat(CrashPolicy.after(1, SECOND)).isEqualTo(new CrashPolicy.Verdict.Wait(Duration.ofSeconds(1)));
    assertThat(CrashPolicy.after(4, SECOND)).isEqualTo(new CrashPolicy.Verdict.Wait(Duration.ofSeconds(8)));
    assertThat(CrashPolicy.after(5, SECOND)).isEqualTo(new CrashPolicy.Verdict.Park());
    assertThat(CrashPolicy.after(500, SECOND)).isEqualTo(new CrashPolicy.Verdict.Park());
  }

  @Test
  void neverWaitsLongerThanFiveMinutes() {
    assertThat(CrashPolicy.after(4, Duration.ofMinutes(2)))
        .isEqualTo(new CrashPolicy.Verdict.Wait(Duration.ofMinutes(5)));
  }
}
