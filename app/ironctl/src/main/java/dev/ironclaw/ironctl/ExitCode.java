package dev.ironclaw.ironctl;

/// What a script can rely on.
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int DENIED = 3;
  static final int NOT_RUNNING = 4;
  /// Done, but not with all that was asked for.
  static final int INCOMPLETE = 5;

  private ExitCode() {}
}
