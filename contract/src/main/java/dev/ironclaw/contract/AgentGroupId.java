package dev.ironclaw.contract;

/// One agent: its persona, tools, model and workspace.
public record AgentGroupId(String value) {
  private static final Id.Rule RULE = new Id.Rule("agent group id", "^[a-z0-9][a-z0-9._-]{0,63}$");

  public AgentGroupId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
