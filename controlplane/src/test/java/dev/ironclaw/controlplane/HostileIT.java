package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A slice of what `./ironclaw soak` runs in full.
@Timeout(120)
final class HostileIT {
  @TempDir
  private Path folder;

  @Test
  void boxesThatKnockAtEveryDoorAndAModelThatDoesWhatItReadsGainNothing() throws Exception {
    HostileRun.Report held = new HostileRun().run(folder.resolve("s"), "process", 3_000, 2, Duration.ofSeconds(60),
        20_261_121);
    assertThat(held.failures()).isEmpty();
    assertThat(held.requests()).isGreaterThan(2_700);
    assertThat(held.answers().keySet()).contains("commit 200", "state 200", "heartbeat 204", "tools 200", "tools 403",
        "model 200", "persona 200", "unknown 404");
    assertThat(held.turns()).isPositive();
    assertThat(held.answered()).isPositive();
  }
}
