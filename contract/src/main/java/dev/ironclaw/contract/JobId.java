package dev.ironclaw.contract;

/// Names one container job: a UUID in lower case.
public record JobId(String value) {
  private static final Id.Rule RULE = new Id.Rule("job id", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$");

  public JobId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
