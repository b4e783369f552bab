package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkClockTest {
  @Test
  void countsNoTimeInWhichEverythingStoodStill() {
    AtomicLong machine = new AtomicLong(7);
    WorkClock clock = new WorkClock(machine::get);
    Deadline deadline = Deadline.ofTurn(Duration.ofSeconds(100), clock);
    for (int second = 0; second < 80; second++) {
      machine.addAndGet(Duration.ofSeconds(1).toNanos());
      clock.getAsLong();
    }
    machine.addAndGet(Duration.ofHours(5).toNanos());
    assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(7));
    machine.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(deadline.left()).isEqualTo(Duration.ofSeconds(5));
  }
}
