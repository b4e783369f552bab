package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.AgentGroup;

/// A change as its row has it.
///
/// @param requestDigest tells a repeated request from another one under the same id
/// @param finished false while the boxes or the requester may not know yet
record StoredChange(Change change, String requestDigest, boolean finished) {
  Payload payload(AgentGroup base) {
    return Payload.parse(kind(), change.after(), base);
  }

  ChangeKind kind() {
    return change.kind();
  }

  boolean isPending() {
    return change.state() == ChangeState.PENDING;
  }
}
