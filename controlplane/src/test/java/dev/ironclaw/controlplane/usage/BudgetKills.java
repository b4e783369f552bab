package dev.ironclaw.controlplane.usage;

import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.testing.KilledWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// `kill -9` of a process that has two hundred calls under way, between reserving and settling, over one state again and
/// again: what was billed is counted, never more than the limit, and nothing stays reserved.
final class BudgetKills {
  private BudgetKills() {}

  /// @param billed calls of which the killed processes said what they were billed
  /// @param leftBehind reservations that the kills left and the next start settled
  record Report(int kills, int billed, int leftBehind, List<String> failures) {}

  static Report run(Path folder, int kills, long seed) throws IOException, InterruptedException {
    Random random = new Random(seed);
    List<String> failures = new ArrayList<>();
    long bill = 0;
    int billed = 0;
    int left = 0;
    for (int round = 0; round < kills; round++) {
      List<String> said = KilledWriter.after(1 + random.nextInt(90), BudgetWriter.class, folder, round, "\\d+");
      billed += said.size();
      bill += said.stream().mapToLong(Long::parseLong).sum();
      try (Database database = BudgetWriter.database(folder)) {
        left += database.read(connection -> new UsageStore().leftBehind(connection, "")).size();
        try (Meter meter = BudgetWriter.meter(database, round)) {
          BudgetState state = BudgetWriter.state(meter);
          if (state.used() < bill || state.used() > BudgetWriter.limit(round) || state.reserved() != 0) {
            failures.add("kill " + round + ": billed " + bill + ", counted " + state.used() + " of "
                + BudgetWriter.limit(round) + ", reserved " + state.reserved());
          }
        }
      }
    }
    return new Report(kills, billed, left, List.copyOf(failures));
  }
}
