package dev.ironclaw.controlplane.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says of each change what a person needs to see before it comes over.
final class ChangeWords {
  private static final String PROGRAM = "100755";
  private static final String PLAIN = "100644";

  private final Path project;
  private final Path work;

  ChangeWords(Path project, Path work) {
    this.project = project;
    this.work = work;
  }

  List<FileChange> of(List<Delta.Step> steps) throws IOException {
    Map<String, String> conflicts = new HashMap<>();
    for (Delta.Step step : steps) {
      Places.conflict(step, Places.entry(project, step.path())).ifPresent(why -> conflicts.put(step.path(), why));
    }
    Map<String, String> diffs = new ChangeDiffs(project, work).of(steps.stream()
        .filter(step -> !step.isFolder() && !conflicts.containsKey(step.path()) && !isSame(step)).toList());
    List<FileChange> changes = new ArrayList<>();
    for (Delta.Step step : steps) {
      Optional<String> conflict = Optional.ofNullable(conflicts.get(step.path()));
      String what = step.before().isEmpty() ? "added" : step.after().isEmpty() ? "deleted" : "changed";
      Optional<String> diff = isSame(step) ? Optional.of("") : Optional.ofNullable(diffs.get(step.path()));
      changes.add(new FileChange(step.path(), what, step.isFolder(), bytes(step.before()), bytes(step.after()),
          step.isFolder() || conflict.isPresent() ? Optional.empty() : words(step, diff), conflict));
    }
    return changes;
  }

  private static Optional<Long> bytes(Optional<TreeEntry> entry) {
    return entry.filter(there -> there.kind() == TreeEntry.Kind.FILE).map(TreeEntry::bytes);
  }

  /// Whether its content is as it was.
  private static boolean isSame(Delta.Step step) {
    return step.before().map(TreeEntry::mark).equals(step.after().map(TreeEntry::mark));
  }

  /// As git says it, for a person would not see otherwise that a file becomes a program.
  private static Optional<String> words(Delta.Step step, Optional<String> diff) {
    boolean was = step.before().filter(TreeEntry::program).isPresent();
    boolean is = step.after().filter(TreeEntry::program).isPresent();
    if (was == is || step.after().isEmpty()) {
      return diff;
    }
    String modes = step.before().isEmpty()
        ? "new file mode " + PROGRAM
        : "old mode " + (was ? PROGRAM : PLAIN) + "\nnew mode " + (is ? PROGRAM : PLAIN);
    String rest = diff.orElse("(its content is no text, or too long to be shown)");
    return Optional.of(rest.isEmpty() ? modes : modes + "\n" + rest);
  }
}
