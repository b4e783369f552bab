package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.registry.AgentGroup;

/// Refuses a persona change that changes no document.
record PersonaVerifier() implements Verifier {
  @Override
  public String name() {
    return "persona";
  }

  @Override
  public Verdict verify(Payload payload, AgentGroup base) {
    if (payload instanceof PersonaPayload persona
        && PersonaApplier.merge(base.persona(), persona).equals(base.persona())) {
      return new Verdict.Reject("the documents are already as asked for: the change has no effect");
    }
    return new Verdict.Pass();
  }
}
