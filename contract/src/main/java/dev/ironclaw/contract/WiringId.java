package dev.ironclaw.contract;

/// One connection from a messaging group to an agent group.
public record WiringId(String value) {
  private static final Id.Rule RULE = new Id.Rule("wiring id", "^wr_[A-Za-z0-9._-]{1,96}$");

  public WiringId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
