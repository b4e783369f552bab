package dev.ironclaw.controlplane.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
  private final RetryPolicy policy = new RetryPolicy(new Random(7));

  @Test
  void doublesThePauseAndGivesUpAfterTheEighthTry() {
    long expected = 1_000;
    for (int failed = 1; failed < 8; failed++) {
      assertThat(policy.pauseAfter(failed).orElseThrow()).isBetween(Duration.ofMillis(expected),
          Duration.ofMillis(expected + expected / 4));
      expected *= 2;
    }
    assertThat(policy.pauseAfter(8)).isEmpty();
  }

  @Test
  void neverWaitsLongerThanFiveMinutes() {
    for (int failed : new int[]{9, 10, 21, 63, 64, 1_000, Integer.MAX_VALUE}) {
      assertThat(policy.patientPauseAfter(failed)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }
  }

  @Test
  void spreadsRowsThatFailedTogether() {
    assertThat(policy.pauseAfter(7)).isNotEqualTo(policy.pauseAfter(7));
  }
}
