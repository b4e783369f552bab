package dev.ironclaw.controlplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An engine that is killed and comes back.
final class EngineRestartIT {
  @TempDir
  Path folder;

  @Test
  void isAnsweredAtOnceByAnEngineThatWasStartedAgain() throws Exception {
    int atOnce = 4;
    CyclicBarrier together = new CyclicBarrier(atOnce);
    try (TestEngine daemon = new TestEngine(folder, "{}");
        Engine own = daemon.connect();
        ExecutorService callers = Executors.newFixedThreadPool(atOnce)) {
      List<Callable<String>> calls = Collections.nCopies(atOnce, () -> {
        together.await();
        return own.facts().version();
      });
      for (Future<String> answer : callers.invokeAll(calls)) {
        assertThat(answer.get()).isNotBlank();
      }
      daemon.kill();
      daemon.start();

      assertThat(own.facts().version()).isNotBlank();
    }
  }
}
