package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficIT {
  @TempDir
  Path folder;

  @Test
  void losesDoublesReordersAndSpoilsNothingInFifteenSecondsBothWays() throws InterruptedException {
    Path state = folder.resolve("s");
    TrafficScenario.Report report = TrafficScenario.run(state, Duration.ofSeconds(15), TrafficScenario.FULL_SPEED);
    assertThat(report.sent()).isGreaterThan(100);
    assertThat(report).isEqualTo(new TrafficScenario.Report(report.sent(), report.sent(), 0, 0, 0, 0));
    assertThat(Leftovers.of(state)).isEmpty();
  }
}
