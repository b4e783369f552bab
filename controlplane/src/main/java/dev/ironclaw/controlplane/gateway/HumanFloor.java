package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.registry.AgentGroup;

/// The floor under every rule: whatever the others say, a human decides. Always the last of the chain.
record HumanFloor() implements Verifier {
  @Override
  public String name() {
    return "human-floor";
  }

  @Override
  public Verdict verify(Payload payload, AgentGroup base) {
    return new Verdict.RequireHuman();
  }
}
