package dev.ironclaw.controlplane.usage;

import java.util.Optional;

/// How a call ended.
///
/// @param told what the model said that it took, so far
/// @param whole whether the answer came to its end: only then is what was told all of it
/// @param estimate from what was sent and received
/// @param answered false where the upstream never answered, or with an error: it takes nothing
/// @param failed whether it brought no whole answer
record Ended(Optional<Tokens> told, boolean whole, Tokens estimate, boolean answered, boolean failed) {
  boolean isKnown() {
    return !answered || (whole && told.isPresent());
  }

  /// What counts. Where nobody told all of it, a call in a budget counts as reserved, since the upstream bills what nobody
  /// saw, and a box could hang up before the count comes; any other as estimated.
  Tokens tokens(Charge charge) {
    if (!answered) {
      return Tokens.NONE;
    }
    if (whole && told.isPresent()) {
      return told.get();
    }
    Tokens unseen = charge.reserved() ? charge.most() : estimate;
    return told.map(some -> new Tokens(some.input(), some.cacheRead(), some.cacheWrite(),
        Math.max(some.output(), unseen.output()))).orElse(unseen);
  }
}
