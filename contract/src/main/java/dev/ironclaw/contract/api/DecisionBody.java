package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/changes/{id}/decision`.
///
/// @param outcome `approve` or `reject`
/// @param cardHash hash of the card that was shown; an approval without it is refused
/// @param decidedBy taken and ignored: the decider is the token's owner
public record DecisionBody(String outcome, Optional<String> cardHash, Optional<String> reason,
    Optional<String> decidedBy) {
  public DecisionBody {
    Required.field(outcome, "outcome");
  }

  public static DecisionBody approve(String cardHash, Optional<String> reason) {
    return new DecisionBody("approve", Optional.of(cardHash), reason, Optional.empty());
  }

  public static DecisionBody reject(Optional<String> cardHash, Optional<String> reason) {
    return new DecisionBody("reject", cardHash, reason, Optional.empty());
  }
}
