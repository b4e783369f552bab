package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import java.util.Optional;

/// A change as its row has it.
///
/// @param requestDigest tells a repeated request from another one under the same id
/// @param askedFor the agent group whose agent asked for it; empty where people or the control plane did
/// @param finished false while the boxes or the requester may not know yet
record StoredChange(Change change, String requestDigest, boolean finished, Optional<AgentGroupId> askedFor) {
  boolean isPending() {
    return change.state() == ChangeState.PENDING;
  }
}
