package dev.ironclaw.contract.api;

import java.util.Optional;

/// Approves a change in the act of submitting it.
///
/// @param cardHash hash of the card that the preview showed
/// @param confirm for a red card the agent's id, or `control-plane` for a change about no one agent
public record ApproveBody(String cardHash, Optional<String> confirm) {
  public ApproveBody {
    Required.field(cardHash, "cardHash");
  }
}
