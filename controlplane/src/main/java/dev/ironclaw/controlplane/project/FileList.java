package dev.ironclaw.controlplane.project;

import java.util.List;

/// What lies in a folder of a job, folders first, by name.
///
/// @param more whether more lies there than is shown
public record FileList(String path, List<FileEntry> entries, boolean more) {
  public FileList {
    entries = List.copyOf(entries);
  }
}
