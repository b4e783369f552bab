package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.api.JobSummaryView;
import java.util.Locale;
import java.util.Optional;

/// Which jobs a list shows.
public enum JobStates {
  ALL, QUEUED, CREATING, RUNNING, COMPLETED, FAILED, CANCELLED, INTERRUPTED;

  /// As the control plane names the state; empty for all of them.
  Optional<String> wireName() {
    return this == ALL ? Optional.empty() : Optional.of(word());
  }

  /// The end of the key of its name.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  int count(JobSummaryView summary) {
    return switch (this) {
      case ALL -> summary.total();
      case QUEUED -> summary.queued();
      case CREATING -> summary.creating();
      case RUNNING -> summary.running();
      case COMPLETED -> summary.completed();
      case FAILED -> summary.failed();
      case CANCELLED -> summary.cancelled();
      case INTERRUPTED -> summary.interrupted();
    };
  }
}
