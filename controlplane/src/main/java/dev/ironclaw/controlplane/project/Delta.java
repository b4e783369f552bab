package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.Sha256;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The difference of two trees of files.
///
/// @param steps what differs and can be brought over, by path
/// @param leftOut what differs and can't
record Delta(List<Step> steps, List<String> leftOut) {
  Delta {
    steps = List.copyOf(steps);
    leftOut = List.copyOf(leftOut);
  }

  /// One path that differs.
  record Step(String path, Optional<TreeEntry> before, Optional<TreeEntry> after) {
    boolean isFolder() {
      return after.or(() -> before).filter(entry -> entry.kind() == TreeEntry.Kind.FOLDER).isPresent();
    }

    private String line() {
      return path + "\0" + before.map(Step::words).orElse("") + "\0" + after.map(Step::words).orElse("") + "\n";
    }

    private static String words(TreeEntry entry) {
      return entry.kind() + " " + entry.mark() + " " + entry.program();
    }
  }

  static Delta of(SortedMap<String, TreeEntry> before, SortedMap<String, TreeEntry> after) {
    List<Step> steps = new ArrayList<>();
    Set<String> leftOut = new LinkedHashSet<>();
    SortedMap<String, TreeEntry> all = new TreeMap<>(before);
    all.putAll(after);
    for (String path : all.keySet()) {
      Optional<TreeEntry> old = Optional.ofNullable(before.get(path));
      Optional<TreeEntry> now = Optional.ofNullable(after.get(path));
      if (old.equals(now)) {
        continue;
      }
      boolean turned = old.isPresent() && now.isPresent() && old.get().kind() != now.get().kind();
      boolean plain = old.map(TreeEntry::isPlain).orElse(true) && now.map(TreeEntry::isPlain).orElse(true);
      if (plain && !turned && isBelowNone(path, leftOut)) {
        steps.add(new Step(path, old, now));
      } else {
        leftOut.add(path);
      }
    }
    return new Delta(steps, List.copyOf(leftOut));
  }

  /// What lies in a folder that is left out is left out with it.
  private static boolean isBelowNone(String path, Set<String> leftOut) {
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      if (leftOut.contains(path.substring(0, end))) {
        return false;
      }
    }
    return true;
  }

  /// As they can be done one after the other: what is gone first, from the bottom up; then what is there, from the top down.
  List<Step> inOrder() {
    List<Step> order = new ArrayList<>(steps.stream().filter(step -> step.after().isEmpty())
        .sorted(Comparator.comparing(Step::path).reversed()).toList());
    order.addAll(steps.stream().filter(step -> step.after().isPresent()).toList());
    return order;
  }

  String digest() {
    StringBuilder lines = new StringBuilder();
    steps.forEach(step -> lines.append(step.line()));
    return Sha256.hex(lines.toString());
  }
}
