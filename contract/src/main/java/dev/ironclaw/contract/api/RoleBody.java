package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/registry/roles` and `…/roles/revoke`.
///
/// @param role `owner` or `admin`
/// @param agentGroupId over which agent; left out: over all of them, as an owner always is
/// @param reason why; shown on the card
/// @param approve approves it in the same act
public record RoleBody(String userId, String role, Optional<String> agentGroupId, Optional<String> reason,
    Optional<ApproveBody> approve) {
  public RoleBody {
    Required.field(userId, "userId");
    Required.field(role, "role");
  }
}
