package dev.ironclaw.controlplane.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A slice of what `./ironclaw soak` runs in full.
@Timeout(120)
final class BudgetRaceTest {
  @TempDir(factory = InMemory.class)
  private Path folder;

  @Test
  void neverIsMoreBilledThanTheLimitWithTwoHundredCallsAtATimeAndCrashesAmongThem() throws Exception {
    BudgetRace.Report held = new BudgetRace(folder).run(20_261_121, 20, _ -> {});
    assertThat(held.failures()).isEmpty();
    assertThat(held.crashes()).isBetween(5, 15);
    assertThat(held.caught()).as("reservations that a crash left").isPositive();
    assertThat(held.refused()).as("calls that were too many").isPositive();
    assertThat(held.worstPermille()).isBetween(100L, 1000L);
  }

  @Test
  void aKillBetweenReservingAndSettlingForgivesNothingAndLeavesNothingReserved() throws Exception {
    BudgetKills.Report held = BudgetKills.run(folder, 2, 20_261_121);
    assertThat(held.failures()).isEmpty();
    assertThat(held.leftBehind()).isPositive();
  }
}
