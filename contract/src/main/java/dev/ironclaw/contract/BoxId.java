package dev.ironclaw.contract;

/// One sandbox, from launch to destruction. Never used again.
public record BoxId(String value) {
  private static final Id.Rule RULE = new Id.Rule("box id", "^box_[0-9a-f]{16}$");

  public BoxId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
