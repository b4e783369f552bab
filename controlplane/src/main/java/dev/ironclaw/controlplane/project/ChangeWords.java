package dev.ironclaw.controlplane.project;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.atrest.PlainFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says of each change what a person needs to see before it comes over.
final class ChangeWords {
  /// A text that is longer is named with its sizes alone.
  private static final int MAX_TEXT_BYTES = 256 << 10;
  private static final int MAX_LINES = 5_000;
  private static final int MAX_ALL_CHARS = 4 << 20;
  private static final int CONTEXT = 3;
  private static final String PROGRAM = "100755";
  private static final String PLAIN = "100644";
  /// Of all comparisons together; one takes the square of the lines that differ, and a job may write any number of files.
  private static final long MAX_EFFORT = 400_000_000;

  private final Path project;
  private final Path work;
  private final PlainFile reader = new PlainFile();
  private int chars;
  private long effort;

  ChangeWords(Path project, Path work) {
    this.project = project;
    this.work = work;
  }

  List<FileChange> of(List<Delta.Step> steps) throws IOException {
    List<FileChange> changes = new ArrayList<>();
    for (Delta.Step step : steps) {
      Optional<TreeEntry> now = Places.entry(project, step.path());
      Optional<String> conflict = Places.conflict(step, now);
      String what = step.before().isEmpty() ? "added" : step.after().isEmpty() ? "deleted" : "changed";
      changes.add(new FileChange(step.path(), what, step.isFolder(), bytes(step.before()), bytes(step.after()),
          step.isFolder() || conflict.isPresent() ? Optional.empty() : words(step), conflict));
    }
    return changes;
  }

  private static Optional<Long> bytes(Optional<TreeEntry> entry) {
    return entry.filter(there -> there.kind() == TreeEntry.Kind.FILE).map(TreeEntry::bytes);
  }

  /// As git says it, for a person would not see otherwise that a file becomes a program.
  private Optional<String> words(Delta.Step step) {
    boolean same = step.before().map(TreeEntry::mark).equals(step.after().map(TreeEntry::mark));
    Optional<String> diff = same ? Optional.of("") : diff(step);
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

  private Optional<String> diff(Delta.Step step) {
    if (chars > MAX_ALL_CHARS || effort > MAX_EFFORT) {
      return Optional.empty();
    }
    Optional<List<String>> old = lines(project, step.path(), step.before());
    Optional<List<String>> now = lines(work, step.path(), step.after());
    if (old.isEmpty() || now.isEmpty()) {
      return Optional.empty();
    }
    effort += effort(old.get(), now.get());
    if (effort > MAX_EFFORT) {
      return Optional.empty();
    }
    List<String> lines = UnifiedDiffUtils.generateUnifiedDiff(
        step.before().isEmpty() ? "/dev/null" : "a/" + step.path(),
        step.after().isEmpty() ? "/dev/null" : "b/" + step.path(), old.get(), DiffUtils.diff(old.get(), now.get()),
        CONTEXT);
    String diff = String.join("\n", lines);
    chars += diff.length();
    return Optional.of(diff);
  }

  /// At most: what is alike at both ends costs nothing.
  private static long effort(List<String> old, List<String> now) {
    int shorter = Math.min(old.size(), now.size());
    int top = 0;
    while (top < shorter && old.get(top).equals(now.get(top))) {
      top++;
    }
    int end = 0;
    while (end < shorter - top && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
      end++;
    }
    long differ = old.size() + now.size() - 2L * (top + end);
    return differ * differ;
  }

  private Optional<List<String>> lines(Path top, String path, Optional<TreeEntry> entry) {
    if (entry.isEmpty()) {
      return Optional.of(List.of());
    }
    if (entry.get().bytes() > MAX_TEXT_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] content = reader.read(top, path, MAX_TEXT_BYTES);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      List<String> lines = List.of(text.split("\n", -1));
      return text.indexOf('\0') >= 0 || lines.size() > MAX_LINES ? Optional.empty() : Optional.of(lines);
    } catch (CharacterCodingException e) {
      // silent-ok: no text, so its sizes are shown
      return Optional.empty();
    } catch (IronclawException e) {
      if (e.code() == ErrorCode.INTERNAL) {
        throw e;
      }
      // silent-ok: it is gone or has several names; its sizes are shown
      return Optional.empty();
    }
  }
}
