package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.registry.AgentGroup;

/// Refuses a change of tools that neither adds nor removes one.
record EnabledToolsVerifier() implements Verifier {
  @Override
  public String name() {
    return "enabled-tools";
  }

  @Override
  public Verdict verify(Payload payload, AgentGroup base) {
    if (payload instanceof EnabledToolsPayload tools && tools.tools().equals(base.enabledTools())) {
      return new Verdict.Reject("the tools are already as asked for: the change has no effect");
    }
    return new Verdict.Pass();
  }
}
