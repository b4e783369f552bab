package dev.ironclaw.contract;

/// One queue row, inbound or outbound.
public record MessageId(String value) {
  private static final Id.Rule RULE = new Id.Rule("message id", "^[A-Za-z0-9._-]{1,160}$");

  public MessageId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
