package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import java.util.Optional;

/// Makes an applied change real in the boxes of an agent group, or of all of them. Idempotent: called again after a crash.
@FunctionalInterface
public interface CapabilityEffect {
  void changed(Optional<AgentGroupId> agentGroup);

  /// As [#changed], for whoever needs to know which change it was.
  default void applied(Change change) {
    changed(change.agentGroup());
  }
}
