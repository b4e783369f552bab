package dev.ironclaw.contract;

/// One conversation of one agent group; also the name of its folder, so the form is strict.
public record SessionId(String value) {
  private static final Id.Rule RULE = new Id.Rule("session id", "^ses_[0-9a-f]{16}$");

  public SessionId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
