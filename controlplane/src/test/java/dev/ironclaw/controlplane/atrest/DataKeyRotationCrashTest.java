package dev.ironclaw.controlplane.atrest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.testing.KilledWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that rotates its data keys all the time and writes meanwhile, over the same files again and again.
/// `-Dironclaw.crash.rounds` sets how often.
class DataKeyRotationCrashTest {
  private static final int ROUNDS = Integer.getInteger("ironclaw.crash.rounds", 4);

  @TempDir
  Path folder;

  @Test
  void everyKillLeavesAFolderThatOpensWithWhatWasDurable() throws Exception {
    Random random = new Random(20_261_121);
    List<String> said = new ArrayList<>();
    int generation = 1;
    for (int round = 0; round < ROUNDS; round++) {
      int lines = 5 + random.nextInt(40);
      // The last one after a rotation that was finished, however slow the machine is.
      boolean last = round == ROUNDS - 1;
      said.addAll(KilledWriter.when(
          words -> words.size() >= lines && (!last || words.getLast().startsWith("generation ")), RotatingWriter.class,
          folder, round, "(in|audit) r\\d+[ab]\\d+"));
      try (Keep keep = new Keep(folder)) {
        List<String> rows = new ArrayList<>(keep.messages(Keep.ONE));
        rows.addAll(keep.messages(Keep.TWO));
        assertThat(rows).containsAll(of(said, "in "));
        assertThat(keep.entries()).containsAll(of(said, "audit "));
        keep.isWhole();
        assertThat(keep.keyring.generation()).isGreaterThanOrEqualTo(generation);
        generation = keep.keyring.generation();
      }
    }
    assertThat(generation).as("rotations that were finished").isGreaterThan(1);
  }

  private static List<String> of(List<String> said, String kind) {
    return said.stream().filter(line -> line.startsWith(kind)).map(line -> line.substring(kind.length())).toList();
  }
}
