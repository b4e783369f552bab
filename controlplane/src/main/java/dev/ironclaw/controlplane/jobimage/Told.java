package dev.ironclaw.controlplane.jobimage;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes on as much of a build's progress as somebody can read: each new phase, its end, and every fiftieth in between.
///
/// Threading: one thread.
final class Told implements Consumer<ImageProgress> {
  private static final int STEPS = 50;

  private final Consumer<ImageProgress> listener;
  private @Nullable ImageProgress last;

  Told(Consumer<ImageProgress> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(ImageProgress progress) {
    ImageProgress before = last;
    if (before == null || before.phase() != progress.phase()
        || progress.done() - before.done() >= Math.max(1, progress.total() / STEPS)) {
      last = progress;
      listener.accept(progress);
    }
  }
}
