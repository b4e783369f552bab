package dev.ironclaw.contract.job;

import java.util.Arrays;
import java.util.Optional;

/// What works in a job's container.
public enum JobMode {
  /// Our own agent, with a shell and file tools.
  WORKER("worker"),
  /// The official Claude Code command line tool.
  CLAUDE_CODE("claude_code");

  private final String wireName;

  JobMode(String wireName) {
    this.wireName = wireName;
  }

  /// As it is written in requests and answers.
  public String wireName() {
    return wireName;
  }

  /// The mode of that name; a hyphen stands for an underscore. Empty where there is none.
  public static Optional<JobMode> of(String name) {
    return Arrays.stream(values()).filter(mode -> mode.wireName.equals(name.replace('-', '_'))).findFirst();
  }
}
