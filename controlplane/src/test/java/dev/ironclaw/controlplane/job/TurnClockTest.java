package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TurnClockTest {
  private static final Instant START = Instant.parse("2026-01-02T12:00:00Z");
  private final TurnClock turns = new TurnClock(Duration.ofSeconds(100), START);

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  @Test
  void waitingIsNotWork() {
    turns.waits(at(60));
    assertThat(turns.end()).contains(at(60 + 3600));
    turns.goesOn(at(1060));
    assertThat(turns.end()).contains(at(1100));
    assertThat(turns.verdict(at(1099))).isEmpty();
    assertThat(turns.verdict(at(1100)).orElseThrow()).contains("time limit of 100 s");
  }

  @Test
  void whoOnlySaysThatItWaitsGainsAnHourAtMost() {
    for (int i = 0; i < 36; i++) {
      turns.waits(at(i * 101L));
      turns.goesOn(at(i * 101L + 100));
    }
    assertThat(turns.verdict(at(36 * 101)).orElseThrow()).contains("an hour for a prompt");
  }

  @Test
  void aPersonsPromptBeginsAnotherTurn() {
    turns.turn(at(99));
    assertThat(turns.end()).contains(at(199));
  }

  @Test
  void whatStandsStillUsesNoTime() {
    turns.standsStill(at(10));
    assertThat(turns.end()).isEmpty();
    assertThat(turns.verdict(at(5_000))).isEmpty();
    turns.movesOn(at(5_000));
    assertThat(turns.end()).contains(at(5_090));
  }
}
