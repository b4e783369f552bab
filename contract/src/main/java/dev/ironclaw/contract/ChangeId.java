package dev.ironclaw.contract;

/// One requested change of what an agent is or can do.
public record ChangeId(String value) {
  private static final Id.Rule RULE = new Id.Rule("change id", "^chg_[0-9a-f]{32}$");

  public ChangeId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
