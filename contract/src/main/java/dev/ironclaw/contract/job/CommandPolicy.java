package dev.ironclaw.contract.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much a one-off command may do in its container. None of them leaves the container.
public enum CommandPolicy {
  /// It reads the project.
  READ_ONLY("read_only", "readonly|ro"),
  /// It reads and writes the project.
  WORKSPACE_WRITE("workspace_write", "workspacewrite|rw"),
  /// It writes the project, reaches every host that its caller may reach without naming it, and may run for an hour. Only
  /// where the operator started with `--allow-full-access`, and the request confirms it.
  FULL_ACCESS("full_access", "fullaccess|full");

  private final String wireName;
  /// Separated by `|`.
  private final String aliases;

  CommandPolicy(String wireName, String aliases) {
    this.wireName = wireName;
    this.aliases = aliases;
  }

  /// As it is written in requests and answers.
  public String wireName() {
    return wireName;
  }

  /// The policy of that name or one of its aliases, in any case, with `-` or `_`; empty where there is none.
  public static Optional<CommandPolicy> of(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values()).filter(policy -> policy.isNamed(plain))
        .findFirst();
  }

  private boolean isNamed(String plain) {
    return wireName.equals(plain) || Arrays.asList(aliases.split("\\|")).contains(plain);
  }
}
