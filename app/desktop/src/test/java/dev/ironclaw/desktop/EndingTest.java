package dev.ironclaw.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// What must not outlive the program.
final class EndingTest {
  private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
  private final Ending ending = new Ending();

  @Test
  void endsTheNewestFirstAndOnce() {
    ending.add(() -> ended.add("lock"));
    ending.add(() -> ended.add("control plane"));
    ending.close();
    ending.close();
    assertThat(ended).containsExactly("control plane", "lock");
  }

  @Test
  void aSignalDuringAnOrdinaryQuitWaitsForWhatThatIsStillClosing() throws InterruptedException {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch boxesGone = new CountDownLatch(1);
    ending.add(() -> {
      began.countDown();
      boxesGone.await();
      ended.add("control plane");
    });
    Thread quit = Thread.ofPlatform().start(ending::close);
    began.await();
    Thread signal = Thread.ofPlatform().start(() -> {
      ending.close();
      ended.add("lock");
    });
    while (signal.getState() != Thread.State.WAITING && signal.isAlive()) {
      Thread.onSpinWait();
    }
    boxesGone.countDown();
    quit.join();
    signal.join();
    assertThat(ended).containsExactly("control plane", "lock");
  }

  @Test
  void waitsForWhatIsDoneInTheBackgroundAndKeepsNothingOfWhatIsOver() throws InterruptedException {
    CountDownLatch opened = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ending.background("start", 60_000, () -> {
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ending.add(() -> ended.add("control plane"));
      opened.countDown();
    });
    assertThat(ending.size()).isEqualTo(1);
    Thread quit = Thread.ofPlatform().start(ending::close);
    while (quit.getState() != Thread.State.TIMED_WAITING && quit.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(ended).isEmpty();
    go.countDown();
    quit.join();
    opened.await();
    assertThat(ended).containsExactly("control plane");
    assertThat(ending.size()).isZero();
  }

  /// A start is tried again as long as it fails.
  @Test
  void keepsNothingOfTriesThatAreOver() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      CountDownLatch over = new CountDownLatch(1);
      ending.background("try", 60_000, over::countDown);
      over.await();
    }
    while (ending.size() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void endsTheRestWhereOneFails() {
    ending.add(() -> ended.add("lock"));
    ending.add(() -> {
      throw new IllegalStateException("on purpose");
    });
    ending.close();
    assertThat(ended).containsExactly("lock");
  }

  @Test
  void whatStartsTooLateEndsAtOnce() {
    ending.close();
    ending.add(() -> ended.add("control plane"));
    assertThat(ended).containsExactly("control plane");
  }

  @Test
  void whatWasLeftBeforeDoesNotEndAgain() {
    AutoCloseable connection = () -> ended.add("connection");
    ending.add(connection);
    ending.close(connection);
    ending.close();
    assertThat(ended).containsExactly("connection");
  }
}
