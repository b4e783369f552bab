package dev.ironclaw.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A seeded slice of the soak: `./ironclaw soak` runs it in full.
class CrashIT {
  private static final int ROUNDS = 12;
  private static final long SEED = 20261120;

  @TempDir
  Path folder;

  @Test
  void answersEveryMessageOnceAndAppliesEveryChangeOnceAcrossKills() throws InterruptedException {
    CrashScenario.Report report = new CrashScenario(folder.resolve("s"), ROUNDS, SEED, List.of()).run();
    assertThat(report.failures()).isEmpty();
    assertThat(report.killedControlPlanes()).isPositive();
    assertThat(report.killedBoxes()).isPositive();
    assertThat(report.appliedChanges()).isPositive();
    assertThat(report.agentRequests()).isPositive();
  }
}
