package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/changes/{id}/decision`.
///
/// @param outcome `approve` or `reject`
/// @param cardHash hash of the card that was shown; an approval without it is refused
/// @param decidedBy taken and ignored: the decider is the token's owner
/// @param scope how far an approval goes; left out, it has no limit
public record DecisionBody(String outcome, Optional<String> cardHash, Optional<String> reason,
    Optional<String> decidedBy, Optional<ScopeBody> scope) {
  public DecisionBody {
    Required.field(outcome, "outcome");
  }

  public static DecisionBody approve(String cardHash, Optional<String> reason) {
    return approve(cardHash, reason, Optional.empty());
  }

  public static DecisionBody approve(String cardHash, Optional<String> reason, Optional<ScopeBody> scope) {
    return new DecisionBody("approve", Optional.of(cardHash), reason, Optional.empty(), scope);
  }

  public static DecisionBody reject(Optional<String> cardHash, Optional<String> reason) {
    return new DecisionBody("reject", cardHash, reason, Optional.empty(), Optional.empty());
  }
}
