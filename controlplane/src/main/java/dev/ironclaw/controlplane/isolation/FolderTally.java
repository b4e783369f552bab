package dev.ironclaw.controlplane.isolation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What lies in one tree, kept entry by entry, so that an event costs one look at one file.
///
/// Threading: any thread.
final class FolderTally {
  private final Map<Path, Map<String, Long>> folders = new HashMap<>();
  private long bytes;
  private long entries;

  synchronized Quota.Usage usage() {
    return new Quota.Usage(bytes, entries);
  }

  synchronized void put(Path folder, String name, long size) {
    Long before = folders.computeIfAbsent(folder, _ -> new HashMap<>()).put(name, size);
    bytes += size - (before == null ? 0 : before);
    entries += before == null ? 1 : 0;
  }

  synchronized void remove(Path folder, String name) {
    Map<String, Long> known = folders.get(folder);
    Long before = known == null ? null : known.remove(name);
    if (before != null) {
      bytes -= before;
      entries--;
    }
  }

  /// All that lies directly in the folder.
  synchronized void replace(Path folder, Map<String, Long> found) {
    forget(folder);
    found.forEach((name, size) -> put(folder, name, size));
  }

  /// The folder is gone, or somewhere else.
  synchronized void forget(Path folder) {
    Map<String, Long> known = folders.remove(folder);
    if (known != null) {
      known.values().forEach(size -> bytes -= size);
      entries -= known.size();
    }
  }
}
