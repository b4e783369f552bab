package dev.ironclaw.controlplane.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SessionWorkersTest {
  private static final SessionId ONE = new SessionId("ses_0000000000000001");
  private static final SessionId TWO = new SessionId("ses_0000000000000002");

  @Test
  void runsOnceMoreHoweverOftenItIsAskedMeanwhile() {
    Deque<Runnable> line = new ArrayDeque<>();
    List<SessionId> ran = new ArrayList<>();
    SessionWorkers workers = new SessionWorkers(line::add, ran::add);
    workers.submit(ONE);
    workers.submit(ONE);
    workers.submit(TWO);
    while (!line.isEmpty()) {
      line.remove().run();
    }
    // The wish from before the first run is met by it or by one more run, never by none.
    assertThat(ran).startsWith(ONE, TWO).hasSizeBetween(2, 3);
    workers.submit(ONE);
    assertThat(line).hasSize(1);
  }

  @Test
  void runsAgainForAWishThatCameWhileItRan() {
    Deque<Runnable> line = new ArrayDeque<>();
    List<Runnable> duringTheRun = new ArrayList<>();
    List<SessionId> ran = new ArrayList<>();
    SessionWorkers workers = new SessionWorkers(line::add, session -> {
      ran.add(session);
      duringTheRun.forEach(Runnable::run);
      duringTheRun.clear();
    });
    duringTheRun.add(() -> workers.submit(ONE));
    duringTheRun.add(() -> workers.submit(ONE));
    workers.submit(ONE);
    while (!line.isEmpty()) {
      line.remove().run();
    }
    assertThat(ran).containsExactly(ONE, ONE);
  }

  @Test
  void losesNoWishAndNeverRunsASessionTwiceAtOnce() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger seen = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(1);
    int wishes = 20_000;
    try (var threads = Executors.newFixedThreadPool(4)) {
      SessionWorkers workers = new SessionWorkers(threads, session -> {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        seen.set(asked.get());
        inside.decrementAndGet();
        if (seen.get() == wishes) {
          all.countDown();
        }
      });
      for (int i = 0; i < wishes; i++) {
        asked.incrementAndGet();
        workers.submit(ONE);
      }
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(most).hasValue(1);
  }
}
