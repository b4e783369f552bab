package dev.ironclaw.controlplane.project;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.atrest.PlainFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Compares the texts of changes, as many as a person can wait for: those that cost least come first, whatever else a job has
/// written, so that no large change hides a small one.
final class ChangeDiffs {
  /// A text that is longer is named with its sizes alone.
  private static final int MAX_TEXT_BYTES = 256 << 10;
  private static final int MAX_LINES = 5_000;
  private static final int MAX_ALL_CHARS = 4 << 20;
  private static final int CONTEXT = 3;
  /// Of all comparisons together; one takes the square of the lines that differ, and a job may write any number of files.
  private static final long MAX_EFFORT = 400_000_000;
  /// Of all texts together that are read to see what they cost.
  private static final long MAX_READ = 256L << 20;

  private final Path project;
  private final Path work;
  private final PlainFile reader = new PlainFile();
  private int chars;
  private long effort;

  ChangeDiffs(Path project, Path work) {
    this.project = project;
    this.work = work;
  }

  /// By path; those that are no text, or for which there was no room, are missing.
  Map<String, String> of(List<Delta.Step> steps) {
    Map<String, String> diffs = new HashMap<>();
    for (Delta.Step step : cheapestFirst(steps)) {
      diff(step).ifPresent(diff -> diffs.put(step.path(), diff));
    }
    return diffs;
  }

  private record Weighed(Delta.Step step, double part) {}

  private List<Delta.Step> cheapestFirst(List<Delta.Step> steps) {
    List<Weighed> weighed = new ArrayList<>();
    long read = 0;
    for (Delta.Step step : steps.stream().filter(ChangeDiffs::isShort)
        .sorted(Comparator.comparingLong(ChangeDiffs::bytes))
        .toList()) {
      read += bytes(step);
      if (read > MAX_READ) {
        break;
      }
      texts(step).map(Texts::cost).ifPresent(cost -> weighed.add(new Weighed(step, cost.part())));
    }
    return weighed.stream().sorted(Comparator.comparingDouble(Weighed::part)).map(Weighed::step).toList();
  }

  private static boolean isShort(Delta.Step step) {
    return bytes(step.before()) <= MAX_TEXT_BYTES && bytes(step.after()) <= MAX_TEXT_BYTES;
  }

  private static long bytes(Delta.Step step) {
    return bytes(step.before()) + bytes(step.after());
  }

  private static long bytes(Optional<TreeEntry> entry) {
    return entry.map(TreeEntry::bytes).orElse(0L);
  }

  private Optional<String> diff(Delta.Step step) {
    if (chars > MAX_ALL_CHARS) {
      return Optional.empty();
    }
    // Read again: all of them at once have no room in memory.
    Optional<Texts> texts = texts(step);
    long more = texts.map(both -> both.cost().effort()).orElse(0L);
    if (texts.isEmpty() || effort + more > MAX_EFFORT) {
      return Optional.empty();
    }
    effort += more;
    String diff = String.join("\n", UnifiedDiffUtils.generateUnifiedDiff(
        step.before().isEmpty() ? "/dev/null" : "a/" + step.path(),
        step.after().isEmpty() ? "/dev/null" : "b/" + step.path(), texts.get().old(),
        DiffUtils.diff(texts.get().old(), texts.get().now()), CONTEXT));
    chars += diff.length();
    return Optional.of(diff);
  }

  /// What it costs at most to compare two texts and to show it.
  private record Cost(long effort, long chars) {
    /// Of all that there is.
    double part() {
      return Math.max(effort / (double) MAX_EFFORT, chars / (double) MAX_ALL_CHARS);
    }
  }

  private record Texts(List<String> old, List<String> now) {
    /// What is alike at both ends costs nothing.
    Cost cost() {
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
      return new Cost(differ * differ,
          chars(old.subList(top, old.size() - end)) + chars(now.subList(top, now.size() - end)));
    }

    private static long chars(List<String> lines) {
      return lines.stream().mapToLong(line -> line.length() + 1L).sum();
    }
  }

  private Optional<Texts> texts(Delta.Step step) {
    return lines(project, step.path(), step.before())
        .flatMap(old -> lines(work, step.path(), step.after()).map(now -> new Texts(old, now)));
  }

  /// As `diff` shows them: a last one without an end of line is another one than with it.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    String last = lines.removeLast();
    if (!last.isEmpty()) {
      lines.add(last + "\n\\ No newline at end of file");
    }
    return lines;
  }

  private Optional<List<String>> lines(Path top, String path, Optional<TreeEntry> entry) {
    if (entry.isEmpty()) {
      return Optional.of(List.of());
    }
    try {
      byte[] content = reader.read(top, path, MAX_TEXT_BYTES);
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      List<String> lines = lines(text);
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
