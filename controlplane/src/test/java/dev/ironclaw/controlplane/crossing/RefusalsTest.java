package dev.ironclaw.controlplane.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalsTest {
  private record Told(String why, long times) {}

  private Instant now = Instant.parse("2026-11-20T10:00:00Z");
  private final List<Told> told = new ArrayList<>();
  private final Refusals refusals = new Refusals((_, _, why, times) -> told.add(new Told(why, times)), new Clock() {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  });

  @Test
  void tellsOneASecondForEachReasonAndCountsTheRest() {
    for (int i = 0; i < 100; i++) {
      refusals.refused("commit", 403, "no");
      refusals.refused("commit", 400, "no");
    }
    assertThat(told).hasSize(2);
    now = now.plus(Duration.ofSeconds(1));
    refusals.refused("commit", 403, "no");
    assertThat(told).hasSize(3).last().satisfies(
        refusal -> {
          assertThat(refusal.why()).contains("99 more");
          assertThat(refusal.times()).isEqualTo(100);
        });
    refusals.close();
    assertThat(told).hasSize(4).last().extracting(Told::times).isEqualTo(99L);
  }

  @Test
  void isNotSilencedByAClockThatIsSetBack() {
    refusals.refused("commit", 403, "no");
    now = now.minus(Duration.ofDays(1));
    refusals.refused("commit", 403, "no");
    assertThat(told).hasSize(2);
  }
}
