package dev.ironclaw.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaterTest {
  @Test
  void handsTheWorkOverWhenItsTimeHasCome() throws Exception {
    CompletableFuture<Runnable> handed = new CompletableFuture<>();
    Runnable work = () -> {};
    long from = System.nanoTime();
    try (Later later = new Later(handed::complete)) {
      later.after(Duration.ofMillis(20), work);
      assertThat(handed.get(60, TimeUnit.SECONDS)).isSameAs(work);
    }
    assertThat(System.nanoTime() - from).isGreaterThanOrEqualTo(20_000_000L);
  }

  @Test
  void doesWhatIsDueBeforeWhatWasAskedForEarlierAndIsDueLater() throws Exception {
    List<String> done = new ArrayList<>();
    CompletableFuture<Void> last = new CompletableFuture<>();
    try (Later later = new Later(Runnable::run)) {
      later.after(Duration.ofHours(1), () -> done.add("in an hour"));
      later.after(Duration.ZERO, () -> {
        done.add("now");
        last.complete(null);
      });
      last.get(60, TimeUnit.SECONDS);
    }
    assertThat(done).containsExactly("now");
  }

  @Test
  void doesNothingMoreOnceItIsClosed() {
    List<String> done = new ArrayList<>();
    Later later = new Later(Runnable::run);
    later.after(Duration.ofHours(1), () -> done.add("due in an hour"));
    later.close();
    later.after(Duration.ZERO, () -> done.add("asked for too late"));
    assertThat(done).isEmpty();
  }
}
