package dev.ironclaw.controlplane.kind;

/// A rule about changes. Pure and deterministic: it sees nothing but its argument, and never asks a model.
interface Verifier {
  /// As it stands in the audit log.
  String name(Asked<?> asked);

  Verdict verify(Asked<?> asked);
}
