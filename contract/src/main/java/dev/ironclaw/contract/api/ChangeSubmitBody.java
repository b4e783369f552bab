package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/changes`. Who asks is the token's owner.
///
/// @param id makes asking twice asking once
/// @param kind for example `enabled_tools`
/// @param requestedBy taken and ignored, as are `before` and `createdAt`: old clients send them
/// @param agentGroupId empty for a change that is about no one agent, or about one that it creates
/// @param approve approves it in the same act, with the hash of the card that a preview showed
/// @param after the payload as any JSON value (maps, lists, strings, numbers), in the kind's form
public record ChangeSubmitBody(Optional<String> id, String kind, String agentGroupId, Optional<String> requestedBy,
    Optional<Object> before, Object after, Optional<String> createdAt, Optional<String> reason,
    Optional<ApproveBody> approve) {
  public ChangeSubmitBody {
    Required.field(kind, "kind");
    Required.field(agentGroupId, "agentGroupId");
    Required.field(after, "after");
  }

  /// What a client of today sends.
  public static ChangeSubmitBody of(Optional<String> id, String kind, String agentGroupId, Object after,
      Optional<String> reason) {
    return of(id, kind, agentGroupId, after, reason, Optional.empty());
  }

  /// As [#of(Optional, String, String, Object, Optional)], approved in the same act.
  public static ChangeSubmitBody of(Optional<String> id, String kind, String agentGroupId, Object after,
      Optional<String> reason, Optional<ApproveBody> approve) {
    return new ChangeSubmitBody(id, kind, agentGroupId, Optional.empty(), Optional.empty(), after, Optional.empty(),
        reason, approve);
  }
}
