package dev.ironclaw.desktop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What came from another thread, in order.
public final class Heard<T> implements Consumer<T> {
  private static final int PATIENCE_SECONDS = 60;

  private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

  @Override
  public void accept(T said) {
    queue.add(said);
  }

  /// The next one, once it is there.
  public T next() {
    return next(_ -> true);
  }

  /// The next one of that kind; those before it are dropped.
  public T next(Predicate<T> wanted) {
    try {
      @Nullable
      T found = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      while (found != null && !wanted.test(found)) {
        found = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
      assertThat(found).as("heard in time").isNotNull();
      return java.util.Objects.requireNonNull(found);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// What is there by now.
  public java.util.List<T> soFar() {
    return java.util.List.copyOf(queue);
  }
}
