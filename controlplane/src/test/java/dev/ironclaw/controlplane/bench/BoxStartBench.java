package dev.ironclaw.controlplane.bench;

import dev.ironclaw.controlplane.isolation.BoxStarts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cold start of a box against `runsc run` of busybox `true`, interleaved, as root. Argument: how many rounds.
public final class BoxStartBench {
  private static final int WARM_UP = 2;

  private BoxStartBench() {}

  public static void main(String[] arguments) throws IOException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    Path folder = Files.createTempDirectory("ironclaw-bench");
    BoxStarts starts = new BoxStarts(folder);
    List<Long> reference = new ArrayList<>();
    List<Long> launched = new ArrayList<>();
    List<Long> greeted = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    for (int i = -WARM_UP; i < rounds; i++) {
      long plain = starts.reference();
      BoxStarts.Start cold = starts.cold();
      if (i >= 0) {
        reference.add(plain);
        launched.add(cold.launched());
        greeted.add(cold.greeted());
        bytes.add(cold.bytes());
      }
    }
    System.out.printf(Locale.ROOT,
        "runtime=runsc rounds=%d reference_ms=%.0f launch_ms=%.0f hello_ms=%.0f ratio=%.2f pss_mib=%.1f%n", rounds,
        median(reference) / 1e6, median(launched) / 1e6, median(greeted) / 1e6,
        median(greeted) / (double) median(reference), median(bytes) / (double) (1 << 20));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
