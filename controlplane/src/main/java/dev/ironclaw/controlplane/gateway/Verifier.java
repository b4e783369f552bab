package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.registry.AgentGroup;

/// A rule about changes. Pure and deterministic: it sees nothing but its arguments, and never asks a model.
interface Verifier {
  /// As it stands in the audit log.
  String name();

  Verdict verify(Payload payload, AgentGroup base);
}
