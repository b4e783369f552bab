package dev.ironclaw.controlplane.kind;

/// The floor under every rule: whatever the others say, a human decides. Always the last of the chain.
record HumanFloor() implements Verifier {
  @Override
  public String name(Asked<?> asked) {
    return "human-floor";
  }

  @Override
  public Verdict verify(Asked<?> asked) {
    return new Verdict.RequireHuman();
  }
}
