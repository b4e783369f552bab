package dev.ironclaw.controlplane.leak;

import java.util.List;

/// One row of what secrets look like.
///
/// @param name as it stands in audit and metrics
/// @param starts its first two characters, each way that it can begin
/// @param bounded whether a letter, digit, hyphen or underscore before it makes it something else
record LeakPattern(String name, LeakAction action, List<String> starts, boolean bounded, Form form) {
  static LeakPattern of(String name, LeakAction action, String start, Form form) {
    return new LeakPattern(name, action, List.of(start), true, form);
  }

  LeakPattern with(LeakAction other) {
    return new LeakPattern(name, other, starts, bounded, form);
  }
}
