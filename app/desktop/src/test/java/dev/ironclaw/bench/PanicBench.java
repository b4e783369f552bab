package dev.ironclaw.bench;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.system.BoxProcesses;
import dev.ironclaw.system.ControlPlaneProcess;
import dev.ironclaw.system.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// How long a panic takes with 20 real boxes: from a client's request to the answer, which comes when every process of
/// every box stands still and the panic is on disk. Argument: how many rounds.
public final class PanicBench {
  private static final int BOXES = 20;

  private PanicBench() {}

  public static void main(String... arguments) throws IOException, InterruptedException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    Path state = Files.createTempDirectory("ironclaw-bench-").resolve("p");
    try (
        ControlPlaneProcess controlPlane = ControlPlaneProcess.start(state,
            List.of("--pool-size", "10", "--pool-max", "20"));
        ControlPlaneClient client = controlPlane.client()) {
      while (client.status().boxes().stream().filter(box -> box.state().equals("pooled")).count() < BOXES) {
        TimeUnit.MILLISECONDS.sleep(200); // sleep-ok: a benchmark before its measurements
      }
      long[] nanos = new long[rounds];
      int frozen = 0;
      for (int n = -5; n < rounds; n++) {
        long start = System.nanoTime();
        frozen = client.panic(new PanicBody(Optional.empty())).frozen();
        if (n >= 0) {
          nanos[n] = System.nanoTime() - start;
        }
        if (!BoxProcesses.moving(state).isEmpty()) {
          throw new IllegalStateException("not every process stands still");
        }
        client.resume();
        TimeUnit.MILLISECONDS.sleep(100); // sleep-ok: the boxes run again before the next round
      }
      System.out.println("panic with " + Leftovers.sandboxes(state).size() + " boxes, " + frozen + " processes: "
          + new Figures(nanos));
    }
  }
}
