package dev.ironclaw.contract.api;

import java.util.List;

/// What happened in a job, oldest first.
///
/// @param more whether more follow: ask again with `after` and the last id
public record JobEventsView(String jobId, List<JobEventView> events, boolean more) {
  public JobEventsView {
    events = List.copyOf(events);
  }
}
