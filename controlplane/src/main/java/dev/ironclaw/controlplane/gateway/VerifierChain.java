package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.List;
import java.util.Optional;

/// All verifiers in their order. The first that rejects ends it; none can let a change through without a human, because
/// [HumanFloor] is the last of every chain that can be made.
final class VerifierChain {
  private final List<Verifier> verifiers;

  VerifierChain(List<Verifier> verifiers) {
    if (verifiers.isEmpty() || !(verifiers.getLast() instanceof HumanFloor)) {
      throw new IronclawException(ErrorCode.INTERNAL, "build the verifier chain: the human floor must be the last");
    }
    this.verifiers = List.copyOf(verifiers);
  }

  static VerifierChain standard() {
    return new VerifierChain(List.of(new PersonaVerifier(), new EnabledToolsVerifier(), new HumanFloor()));
  }

  List<Verifier> verifiers() {
    return verifiers;
  }

  /// The first rejection; empty: a human decides.
  Optional<Rejection> verify(Payload payload, AgentGroup base) {
    boolean human = false;
    for (Verifier verifier : verifiers) {
      switch (verdict(verifier, payload, base)) {
        case Verdict.Reject(String reason) -> {
          return Optional.of(new Rejection(verifier.name(), reason));
        }
        case Verdict.RequireHuman() -> human = true;
        case Verdict.Pass() -> {
        }
      }
    }
    return human ? Optional.empty() : Optional.of(new Rejection("chain", "no verifier asked for a human"));
  }

  /// A verifier that breaks has rejected.
  private static Verdict verdict(Verifier verifier, Payload payload, AgentGroup base) {
    try {
      return verifier.verify(payload, base);
    } catch (RuntimeException e) {
      return new Verdict.Reject("the check could not be made (" + e.getClass().getSimpleName() + ")");
    }
  }

  /// Who rejected it, and why.
  record Rejection(String verifier, String reason) {}
}
