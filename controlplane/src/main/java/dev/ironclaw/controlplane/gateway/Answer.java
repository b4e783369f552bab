package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.grant.GrantScope;
import java.util.Optional;

/// What somebody says to a card.
///
/// @param cardHash hash of the card that was shown; a rejection needs none
/// @param scope how far an approval goes
/// @param code one-time code, where the policy wants one
public record Answer(boolean approve, String cardHash, Optional<String> reason, GrantScope scope,
    Optional<String> code) {
  /// Without limit, without a code.
  public Answer(boolean approve, String cardHash, Optional<String> reason) {
    this(approve, cardHash, reason, GrantScope.ALWAYS, Optional.empty());
  }

  /// Never the code.
  @Override
  public String toString() {
    return (approve ? "approve " : "reject ") + cardHash;
  }
}
