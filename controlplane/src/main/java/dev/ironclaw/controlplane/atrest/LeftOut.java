package dev.ironclaw.controlplane.atrest;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What did not get into a backup.
///
/// @param byWorkspace how many things of each; none that is whole
public record LeftOut(Map<String, Integer> byWorkspace) {
  /// Without workspaces nothing is left out of them.
  static final LeftOut NOTHING = new LeftOut(Map.of());
  /// An entry of the audit log and a header must hold them.
  private static final int NAMED = 20;

  public LeftOut {
    TreeMap<String, Integer> some = new TreeMap<>(byWorkspace);
    some.values().removeIf(count -> count == 0);
    byWorkspace = Collections.unmodifiableMap(some);
  }

  public int total() {
    return byWorkspace.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// `ag_2 17000, ag_1 1`, most first, ASCII alone; the first 20 by name, and how many there are more.
  public String words() {
    List<String> each = byWorkspace.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(NAMED)
        .map(one -> one.getKey().replaceAll("[^!-~]", "?") + " " + one.getValue()).toList();
    int more = byWorkspace.size() - each.size();
    return each.stream().collect(Collectors.joining(", ")) + (more == 0 ? "" : ", and " + more + " workspaces more");
  }
}
