package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/registry/members` and `…/members/remove`.
///
/// @param reason why; shown on the card
/// @param approve approves it in the same act
public record MemberBody(String userId, String agentGroupId, Optional<String> reason, Optional<ApproveBody> approve) {
  public MemberBody {
    Required.field(userId, "userId");
    Required.field(agentGroupId, "agentGroupId");
  }
}
