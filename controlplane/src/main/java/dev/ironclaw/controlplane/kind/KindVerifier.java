package dev.ironclaw.controlplane.kind;

/// The rule of the change's own kind.
record KindVerifier() implements Verifier {
  @Override
  public String name(Asked<?> asked) {
    return asked.kind().wireName().replace('_', '-');
  }

  @Override
  public Verdict verify(Asked<?> asked) {
    return asked.objection().<Verdict>map(Verdict.Reject::new).orElseGet(Verdict.Pass::new);
  }
}
