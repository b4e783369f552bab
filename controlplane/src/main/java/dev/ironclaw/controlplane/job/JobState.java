package dev.ironclaw.controlplane.job;

import java.util.Locale;
import java.util.Set;

/// Where a job stands. Only the store changes it, from one to the next, and each change is compared with what is there.
public enum JobState {
  QUEUED, CREATING, RUNNING, COMPLETED, FAILED, CANCELLED, INTERRUPTED;

  /// As it is written in requests and answers.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether nothing follows.
  public boolean isOver() {
    return next().isEmpty();
  }

  /// Whether it may become the other.
  public boolean mayBecome(JobState other) {
    return next().contains(other);
  }

  private Set<JobState> next() {
    return switch (this) {
      case QUEUED -> Set.of(CREATING, CANCELLED, FAILED);
      case CREATING -> Set.of(RUNNING, FAILED, CANCELLED, INTERRUPTED);
      case RUNNING -> Set.of(COMPLETED, FAILED, CANCELLED, INTERRUPTED);
      case COMPLETED, FAILED, CANCELLED, INTERRUPTED -> Set.of();
    };
  }
}
