package dev.ironclaw.desktop.job;

import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ImageView;
import dev.ironclaw.desktop.shell.Texts;
import java.util.Set;

/// How the image of a mode stands, in plain words.
final class ImageWords {
  private static final Set<String> STATES = Set.of("ready", "building", "missing", "stale", "lost", "unknown");
  private static final Set<String> PHASES = Set.of("fetch", "unpack", "load", "verify");

  private ImageWords() {}

  static String of(ImageView image, Texts texts) {
    return STATES.contains(image.state())
        ? texts.of("jobs.image." + image.state())
        : VisibleText.line(image.words());
  }

  /// Whether somebody may have it built now.
  static boolean isBuildable(ImageView image) {
    return switch (image.state()) {
      case ImageView.READY, ImageView.BUILDING, "unknown" -> false;
      default -> true;
    };
  }

  /// What is done now, and how far it is.
  static String progress(StreamEvent event, Texts texts) {
    String phase = event.text("phase");
    String words = PHASES.contains(phase) ? texts.of("jobs.image.phase." + phase) : VisibleText.line(phase);
    return number(event, "total") > 0
        ? texts.of("jobs.image.done", words, 100 * number(event, "done") / number(event, "total"))
        : words;
  }

  private static long number(StreamEvent event, String name) {
    return event.data().get(name) instanceof Number number ? number.longValue() : 0;
  }
}
