package dev.ironclaw.controlplane.usage;

/// What a model's tokens cost, in nanos of a US dollar for each.
///
/// @param known false for the highest one of its provider, for want of the model's own
public record Price(long input, long output, long cacheRead, long cacheWrite, boolean known) {
  /// No call costs more than this, whatever a model server claims: 9 million dollars.
  private static final long MOST = 9_000_000L * 1_000_000_000L;

  long of(Tokens tokens) {
    double exact = (double) tokens.input() * input + (double) tokens.output() * output
        + (double) tokens.cacheRead() * cacheRead + (double) tokens.cacheWrite() * cacheWrite;
    return exact > MOST
        ? MOST
        : tokens.input() * input + tokens.output() * output + tokens.cacheRead() * cacheRead
            + tokens.cacheWrite() * cacheWrite;
  }

  /// What input costs at most, wherever it is counted.
  long dearestInput() {
    return Math.max(input, Math.max(cacheRead, cacheWrite));
  }
}
