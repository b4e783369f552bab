package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/changes/{id}/decision`.
///
/// @param outcome `approve` or `reject`
/// @param cardHash hash of the card that was shown; an approval without it is refused
/// @param decidedBy taken and ignored: the decider is the token's owner
/// @param scope how far an approval goes; left out, it has no limit
/// @param code one-time code, where the policy wants one
public record DecisionBody(String outcome, Optional<String> cardHash, Optional<String> reason,
    Optional<String> decidedBy, Optional<ScopeBody> scope, Optional<String> code) {
  public DecisionBody {
    Required.field(outcome, "outcome");
  }

  public static DecisionBody approve(String cardHash, Optional<String> reason) {
    return approve(cardHash, reason, Optional.empty());
  }

  public static DecisionBody approve(String cardHash, Optional<String> reason, Optional<ScopeBody> scope) {
    return approve(cardHash, reason, scope, Optional.empty());
  }

  public static DecisionBody approve(String cardHash, Optional<String> reason, Optional<ScopeBody> scope,
      Optional<String> code) {
    return new DecisionBody("approve", Optional.of(cardHash), reason, Optional.empty(), scope, code);
  }

  public static DecisionBody reject(Optional<String> cardHash, Optional<String> reason) {
    return new DecisionBody("reject", cardHash, reason, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// Never the code.
  @Override
  public String toString() {
    return "DecisionBody[" + outcome + "]";
  }
}
