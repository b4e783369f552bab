package dev.ironclaw.controlplane.jobimage;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells somebody who waits for an image how far it is, in words: each new step, and each tenth of it.
///
/// Threading: one thread.
public final class BuildWords implements Consumer<ImageProgress> {
  private static final int STEPS = 10;
  private static final int MEGABYTE = 1_000_000;

  private final Consumer<String> listener;
  private ImageProgress.@Nullable Phase phase;
  private long tenth;

  public BuildWords(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(ImageProgress progress) {
    long now = progress.total() == 0 ? 0 : progress.done() * STEPS / progress.total();
    if (progress.phase() != phase || now > tenth) {
      phase = progress.phase();
      tenth = now;
      listener.accept(words(progress));
    }
  }

  private static String words(ImageProgress progress) {
    String image = "the image " + progress.image().id();
    String far = progress.total() == 0
        ? ""
        : " " + progress.done() / MEGABYTE + " of " + (progress.total() + MEGABYTE - 1) / MEGABYTE + " MB";
    return switch (progress.phase()) {
      case FETCH -> image + " is being built: fetch" + far + ", " + progress.words();
      case UNPACK -> image + " is being built: unpack" + far + ", " + progress.words();
      case LOAD -> image + " is being brought into the engine:" + far;
      case VERIFY -> image + " is being compared with what the engine has";
      case READY -> image + " is ready";
      case FAILED -> image + " could not be built: " + progress.words();
    };
  }
}
