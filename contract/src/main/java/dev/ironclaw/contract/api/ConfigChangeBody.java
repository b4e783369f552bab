package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/ui/config/change`: a change of one agent, as `ChangeSubmitBody`.
///
/// @param requestedBy taken and ignored
public record ConfigChangeBody(String kind, String agentGroupId, Optional<String> requestedBy, Object after,
    Optional<String> reason) {
  public ConfigChangeBody {
    Required.field(kind, "kind");
    Required.field(agentGroupId, "agentGroupId");
    Required.field(after, "after");
  }
}
