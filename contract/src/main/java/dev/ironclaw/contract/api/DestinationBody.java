package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/registry/destinations` and `…/destinations/remove`.
///
/// @param reason why; shown on the card
/// @param approve approves it in the same act
public record DestinationBody(String agentGroupId, String channelType, String platformId, Optional<String> reason,
    Optional<ApproveBody> approve) {
  public DestinationBody {
    Required.field(agentGroupId, "agentGroupId");
    Required.field(channelType, "channelType");
    Required.field(platformId, "platformId");
  }
}
