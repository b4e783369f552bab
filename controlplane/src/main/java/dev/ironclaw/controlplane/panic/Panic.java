package dev.ironclaw.controlplane.panic;

import dev.ironclaw.contract.Excerpt;
import java.time.Instant;
import java.util.Optional;

/// That everything stands still.
///
/// @param by the principal's name, or `the command line` where no control plane ran
/// @param reason as it was given; words of a human
public record Panic(Instant since, String by, Optional<String> reason) {
  /// Longer reasons are cut: what is remembered has its place on disk beforehand.
  public static final int MAX_REASON_CHARS = 100;

  public Panic {
    reason = reason.map(String::strip).filter(text -> !text.isEmpty())
        .map(text -> Excerpt.start(text, MAX_REASON_CHARS));
  }
}
