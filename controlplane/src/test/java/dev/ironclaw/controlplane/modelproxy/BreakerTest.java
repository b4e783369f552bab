package dev.ironclaw.controlplane.modelproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final Breaker breaker = new Breaker();

  private static Instant after(long seconds) {
    return START.plusSeconds(seconds);
  }

  private void open() {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      assertThat(breaker.ask(START)).isEmpty();
      assertThat(breaker.failed(START).isPresent()).isEqualTo(i == Breaker.FAILURES - 1);
    }
  }

  @Test
  void leavesAnUpstreamAloneAfterFailuresAndSaysForHowLong() {
    open();
    assertThat(breaker.ask(after(1))).contains(Duration.ofSeconds(4));
    assertThat(breaker.pausedUntil(after(1))).contains(after(5));
    assertThat(breaker.pausedUntil(after(5))).as("the next call is tried").isEmpty();
  }

  @Test
  void triesOneCallAfterThePauseAndClosesWithItsSuccess() {
    open();
    assertThat(breaker.ask(after(5))).isEmpty();
    assertThat(breaker.ask(after(5))).as("while it is tried").isPresent();
    assertThat(breaker.succeeded()).isTrue();
    assertThat(breaker.ask(after(5))).isEmpty();
    assertThat(breaker.succeeded()).as("it was closed").isFalse();
    assertThat(breaker.isFresh()).isTrue();
  }

  @Test
  void pausesTwiceAsLongAfterEachTrialThatFailsUpToFiveMinutes() {
    open();
    Instant now = after(5);
    Duration last = Duration.ofSeconds(5);
    for (int i = 0; i < 10; i++) {
      assertThat(breaker.ask(now)).isEmpty();
      last = breaker.failed(now).orElseThrow();
      now = now.plus(last);
      assertThat(last).isEqualTo(Duration.ofSeconds(Math.min(300, 5L << (i + 1))));
    }
  }

  @Test
  void triesAgainWhereTheTrialToldNothing() {
    open();
    assertThat(breaker.ask(after(5))).isEmpty();
    breaker.unknown();
    assertThat(breaker.ask(after(5))).isEmpty();
  }

  @Test
  void countsOnlyFailuresOfTheLastMinuteAndNoneFromBeforeASuccess() {
    for (int i = 0; i < 4; i++) {
      assertThat(breaker.failed(START)).isEmpty();
    }
    assertThat(breaker.failed(after(61))).isEmpty();
    breaker.succeeded();
    for (int i = 0; i < 4; i++) {
      assertThat(breaker.failed(after(62))).isEmpty();
    }
    assertThat(breaker.ask(after(62))).isEmpty();
    assertThat(breaker.failed(after(62))).contains(Breaker.FIRST_PAUSE);
  }

  @Test
  void aLateFailureOfAnEarlierCallDoesNotLengthenThePause() {
    open();
    assertThat(breaker.failed(after(1))).isEqualTo(Optional.empty());
    assertThat(breaker.ask(after(5))).isEmpty();
  }
}
