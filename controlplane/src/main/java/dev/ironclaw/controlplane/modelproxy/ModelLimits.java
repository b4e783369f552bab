package dev.ironclaw.controlplane.modelproxy;

import java.time.Duration;

/// Bounds of one model call.
///
/// @param connect until the upstream accepts
/// @param firstByte from the call until the response head: a model may think for minutes before it says a word
/// @param total for the whole call, streaming included
/// @param responseBytes most bytes of one response; a longer one is cut and the box sees a broken stream
public record ModelLimits(Duration connect, Duration firstByte, Duration total, long responseBytes) {
  public static final ModelLimits DEFAULT = new ModelLimits(Duration.ofSeconds(10), Duration.ofMinutes(10),
      Duration.ofMinutes(30), 64L << 20);
}
