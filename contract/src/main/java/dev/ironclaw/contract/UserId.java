package dev.ironclaw.contract;

/// One person, as `channel:handle`.
public record UserId(String value) {
  private static final Id.Rule RULE = new Id.Rule("user id", "^[a-z0-9-]{1,32}:[^:\\s\\p{Cntrl}]{1,128}$");

  public UserId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
