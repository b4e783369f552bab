package dev.ironclaw.controlplane.usage;

/// What calls are summed by.
public enum UsageGroup {
  AGENT("agent_group_id"), MODEL("provider || '/' || model"), DAY("day"), SESSION("session_id");

  private final String column;

  UsageGroup(String column) {
    this.column = column;
  }

  String column() {
    return column;
  }
}
