package dev.ironclaw.sandbox.tool;

/// JSON Schema that the tools for schedules share.
final class TaskSchema {
  /// For tools that take one schedule and nothing else.
  static final String ONE_TASK = """
      {"type":"object","properties":{"task_id":{"type":"string"}},"required":["task_id"],"additionalProperties":false}""";
  /// Properties of tools that say when.
  static final String TIMES = """
      "run_at":{"type":"string","description":"RFC 3339 with offset, for example 2026-12-01T09:00:00+01:00"},\
      "recurrence":{"type":"string","description":"hourly, daily, weekly, an ISO 8601 duration such as PT90M or P2D, or five cron fields such as 0 9 * * 1-5"},\
      "timezone":{"type":"string","description":"IANA name, for example Europe/Berlin; the user's own where left out"},\
      "until":{"type":"string","description":"RFC 3339; nothing runs after it"},\
      "reason":{"type":"string","description":"for the human who decides"}""";

  private TaskSchema() {}
}
