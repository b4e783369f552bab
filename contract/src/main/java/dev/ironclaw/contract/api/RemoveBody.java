package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of the registry's DELETEs; may be left out.
///
/// @param reason why; shown on the card
/// @param approve approves it in the same act
public record RemoveBody(Optional<String> reason, Optional<ApproveBody> approve) {
  public static final RemoveBody NONE = new RemoveBody(Optional.empty(), Optional.empty());
}
