package dev.ironclaw.controlplane.kind;

/// `local` and `alice`, who can do everything.
public record TwoApprovers() implements Approvers {
  @Override
  public boolean has(String operator) {
    return operator.equals("local") || operator.equals("alice");
  }

  @Override
  public int admins() {
    return 2;
  }
}
