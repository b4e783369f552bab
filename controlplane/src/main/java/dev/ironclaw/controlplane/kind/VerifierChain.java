package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.Optional;

/// All verifiers in their order. The first that rejects ends it; none can let a change through without a human, because
/// [HumanFloor] is the last of every chain that can be made.
public final class VerifierChain {
  private final List<Verifier> verifiers;

  VerifierChain(List<Verifier> verifiers) {
    if (verifiers.isEmpty() || !(verifiers.getLast() instanceof HumanFloor)) {
      throw new IronclawException(ErrorCode.INTERNAL, "build the verifier chain: the human floor must be the last");
    }
    this.verifiers = List.copyOf(verifiers);
  }

  public static VerifierChain standard() {
    return new VerifierChain(List.of(new KindVerifier(), new HumanFloor()));
  }

  List<Verifier> verifiers() {
    return verifiers;
  }

  /// The first rejection; empty: a human decides.
  public Optional<Rejection> verify(Asked<?> asked) {
    boolean human = false;
    for (Verifier verifier : verifiers) {
      switch (verdict(verifier, asked)) {
        case Verdict.Reject(String reason) -> {
          return Optional.of(new Rejection(verifier.name(asked), reason));
        }
        case Verdict.RequireHuman() -> human = true;
        case Verdict.Pass() -> {
        }
      }
    }
    return human ? Optional.empty() : Optional.of(new Rejection("chain", "no verifier asked for a human"));
  }

  /// A verifier that breaks has rejected.
  private static Verdict verdict(Verifier verifier, Asked<?> asked) {
    try {
      return verifier.verify(asked);
    } catch (RuntimeException e) {
      return new Verdict.Reject("the check could not be made (" + e.getClass().getSimpleName() + ")");
    }
  }

  /// Who rejected it, and why.
  public record Rejection(String verifier, String reason) {}
}
