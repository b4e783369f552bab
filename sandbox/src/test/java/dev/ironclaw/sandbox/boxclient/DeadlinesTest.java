package dev.ironclaw.sandbox.boxclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeadlinesTest {
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  private final Deadlines deadlines = new Deadlines();

  @Test
  void closesInTheOrderOfTheirTimesWhateverTheOrderTheyCameIn() throws Exception {
    deadlines.close(() -> closed.add("never"), Duration.ofHours(1));
    deadlines.close(() -> closed.add("second"), Duration.ofSeconds(1));
    deadlines.close(() -> closed.add("first"), Duration.ofMillis(40));
    assertThat(List.of(closed.take(), closed.take())).containsExactly("first", "second");
  }

  @Test
  void closesNothingThatWasCancelledInTime() throws Exception {
    Deadlines.Deadline kept = deadlines.close(() -> closed.add("cancelled"), Duration.ofMillis(600));
    assertThat(kept.cancel()).isTrue();
    Deadlines.Deadline passed = deadlines.close(() -> closed.add("passed"), Duration.ofMillis(700));
    assertThat(closed.take()).isEqualTo("passed");
    assertThat(passed.cancel()).isFalse();
    assertThat(closed).isEmpty();
  }
}
