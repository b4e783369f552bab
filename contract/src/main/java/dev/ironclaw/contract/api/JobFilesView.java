package dev.ironclaw.contract.api;

import java.util.List;

/// What lies in a folder of a job, folders first, by name.
///
/// @param more whether more lies there than is shown
public record JobFilesView(String path, List<JobFileView> entries, boolean more) {
  public JobFilesView {
    entries = List.copyOf(entries);
  }
}
