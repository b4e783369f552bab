package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;

/// Makes an applied change real in the boxes of an agent group. Idempotent: called again after a crash.
@FunctionalInterface
public interface CapabilityEffect {
  void changed(AgentGroupId agentGroup);
}
