package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A slice of what `./ironclaw soak` runs in full. `-Dironclaw.model.seed` and `-Dironclaw.model.lives` repeat one life
/// or make it longer.
class GatewayModelTest {
  private static final int LIVES = Integer.getInteger("ironclaw.model.lives", 1_000);
  private static final long SEED = Long.getLong("ironclaw.model.seed", 20_261_120L);

  @TempDir
  Path folder;

  @Test
  void randomLivesWithCrashesKeepEveryPromise() {
    long start = System.nanoTime();
    try (GatewayRig rig = new GatewayRig(folder)) {
      int crashes = 0;
      int applied = 0;
      for (long seed = SEED; seed < SEED + LIVES; seed++) {
        try {
          History.Outcome outcome = new History(rig, seed).run();
          crashes += outcome.crashes();
          applied += outcome.applied();
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("seed " + seed, e);
        }
      }
      System.out.println(LIVES + " " + crashes + " " + applied + " " + (System.nanoTime() - start) / 1e9);
      assertThat(crashes).isGreaterThan(LIVES / 4);
      assertThat(applied).isGreaterThan(LIVES / 2);
    }
  }
}
