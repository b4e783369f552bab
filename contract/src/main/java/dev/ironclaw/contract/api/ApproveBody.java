package dev.ironclaw.contract.api;

import java.util.Optional;

/// Approves a change in the act of submitting it.
///
/// @param cardHash hash of the card that the preview showed
/// @param confirm for a red card the agent's id, or `control-plane` for a change about no one agent
/// @param code one-time code, where the policy wants one
public record ApproveBody(String cardHash, Optional<String> confirm, Optional<String> code) {
  public ApproveBody {
    Required.field(cardHash, "cardHash");
  }

  /// Without a code.
  public ApproveBody(String cardHash, Optional<String> confirm) {
    this(cardHash, confirm, Optional.empty());
  }

  /// Never the code.
  @Override
  public String toString() {
    return "ApproveBody[" + cardHash + "]";
  }
}
