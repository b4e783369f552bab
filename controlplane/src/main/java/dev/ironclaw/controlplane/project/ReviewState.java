package dev.ironclaw.controlplane.project;

import java.util.Locale;

/// What became of the changes of a job that works in a copy.
public enum ReviewState {
  /// The job still works.
  WORKING,
  /// It has ended; nothing of it has touched the project.
  OPEN,
  /// Somebody said yes, and the changes are on their way into the project.
  ACCEPTING, ACCEPTED, DISCARDED;

  /// As it is written in answers.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
