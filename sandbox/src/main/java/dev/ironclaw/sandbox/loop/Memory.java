package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.box.BoxCommit.StateEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The session's state as the host has it: read once at start, then followed commit by commit. Only the loop's thread.
final class Memory {
  private final TreeMap<String, String> entries;

  Memory(Map<String, String> stored) {
    this.entries = new TreeMap<>(stored);
  }

  /// Keys that begin with `prefix`, sorted.
  NavigableMap<String, String> below(String prefix) {
    return entries.subMap(prefix, true, prefix + Character.MAX_VALUE, false);
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /// To be called once the host has stored them.
  void stored(List<StateEntry> changes) {
    for (StateEntry change : changes) {
      change.value().ifPresentOrElse(value -> entries.put(change.key(), value), () -> entries.remove(change.key()));
    }
  }

  /// What deletes every key that begins with `prefix`.
  List<StateEntry> deletionsBelow(String prefix) {
    List<StateEntry> deletions = new ArrayList<>();
    below(prefix).keySet().forEach(key -> deletions.add(new StateEntry(key, Optional.empty())));
    return deletions;
  }
}
