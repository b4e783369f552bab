package dev.ironclaw.contract;

/// One place where people talk: a channel type, a platform id and an instance.
public record MessagingGroupId(String value) {
  private static final Id.Rule RULE = new Id.Rule("messaging group id", "^mg_[0-9a-f]{16}$");

  public MessagingGroupId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
