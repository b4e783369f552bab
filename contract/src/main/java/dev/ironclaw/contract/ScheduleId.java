package dev.ironclaw.contract;

/// One thing that an agent does by itself at a time.
public record ScheduleId(String value) {
  private static final Id.Rule RULE = new Id.Rule("schedule id", "^sched_[0-9a-f]{16}$");

  public ScheduleId {
    RULE.check(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
