package dev.ironclaw.ironctl;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A screen of 80 columns and 24 rows whose keys a test presses.
final class FakeTty implements Tty {
  private final BlockingQueue<Optional<Key>> keys = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

  void press(String letters) {
    letters.chars().forEach(c -> keys.add(Optional.of(new Key.Letter(c))));
  }

  void press(Key.Named key) {
    keys.add(Optional.of(key));
  }

  /// Waits until the screen shows that.
  String until(Predicate<String> shown) {
    try {
      for (String frame = frames.poll(60, TimeUnit.SECONDS); frame != null; frame = frames.poll(60, TimeUnit.SECONDS)) {
        if (shown.test(frame)) {
          return frame;
        }
      }
      throw new AssertionError("the screen never showed it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int columns() {
    return 80;
  }

  @Override
  public int rows() {
    return 24;
  }

  @Override
  public void draw(List<Styled> lines) {
    frames.add(lines.stream().map(Styled::plain).collect(Collectors.joining("\n")));
  }

  @Override
  public Optional<Key> key() {
    try {
      return keys.take();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void onResize(Runnable resized) {}

  @Override
  public void close() {
    keys.add(Optional.empty());
  }
}
