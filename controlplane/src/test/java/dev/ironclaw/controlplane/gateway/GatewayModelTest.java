package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.testing.InMemory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A slice of what `./ironclaw soak` runs in full. `-Dironclaw.model.seed` and `-Dironclaw.model.lives` repeat one life
/// or make it longer.
class GatewayModelTest {
  private static final int LIVES = Integer.getInteger("ironclaw.model.lives", 600);
  private static final long SEED = Long.getLong("ironclaw.model.seed", 20_261_120L);

  @TempDir(factory = InMemory.class)
  Path folder;

  @Test
  void randomLivesWithCrashesKeepEveryPromise() throws IOException {
    Histories.Report report = new Histories(folder).run(SEED, LIVES, _ -> {});
    assertThat(report.failures()).isEmpty();
    assertThat(report.crashes()).as("lives that were cut").isGreaterThanOrEqualTo(LIVES / 4);
    assertThat(report.applied()).isGreaterThanOrEqualTo(LIVES / 2);
    assertThat(report.entries()).isGreaterThanOrEqualTo(LIVES / 40);
  }
}
