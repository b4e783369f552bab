package dev.ironclaw.client;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import dev.ironclaw.contract.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a document was and will be, in one: the lines that differ with `-` and `+`, the rest between them, so that nothing
/// is left out. What an eye would miss is made visible.
public final class DocumentDiff {
  /// Between a word and the space beside it.
  public static final Pattern WORDS = Pattern.compile("(?<=\\s)|(?=\\s)");
  /// A document that is longer is shown as removed and added whole: comparing must not take minutes.
  private static final int MOST_COMPARED = 2_000;
  private static final int MOST_WORDS = 400;

  private final List<Line> lines = new ArrayList<>();

  private DocumentDiff() {}

  /// One line of either document.
  ///
  /// @param mark `+`, `-` or a space
  public record Line(char mark, List<Part> parts) {
    public Line {
      parts = List.copyOf(parts);
    }
  }

  /// A part of a line.
  ///
  /// @param differs true where the other form of the line has something else here
  public record Part(String text, boolean differs) {}

  /// The lines of both documents.
  public static List<Line> of(String before, String after) {
    DocumentDiff diff = new DocumentDiff();
    // A line feed at the very end is a line of its own where only one of them has it, else it would go unseen.
    boolean alike = before.isEmpty() || after.isEmpty() || before.endsWith("\n") == after.endsWith("\n");
    diff.compare(lines(before, alike), lines(after, alike));
    return diff.lines;
  }

  private static List<String> lines(String text, boolean cutEnd) {
    String visible = VisibleText.text(text).replace("\t", "    ");
    return cutEnd ? visible.lines().toList() : List.of(visible.split("\n", -1));
  }

  private void compare(List<String> before, List<String> after) {
    if (before.size() > MOST_COMPARED || after.size() > MOST_COMPARED) {
      before.forEach(line -> add('-', line));
      after.forEach(line -> add('+', line));
      return;
    }
    int at = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(before, after).getDeltas()) {
      before.subList(at, delta.getSource().getPosition()).forEach(line -> add(' ', line));
      changed(delta.getSource().getLines(), delta.getTarget().getLines());
      at = delta.getSource().getPosition() + delta.getSource().size();
    }
    before.subList(at, before.size()).forEach(line -> add(' ', line));
  }

  /// Where as many lines come as go, each is taken for a new form of the other, and its words are compared too.
  private void changed(List<String> gone, List<String> come) {
    List<Line> added = new ArrayList<>();
    for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
      if (gone.size() == come.size() && isComparable(gone.get(i), come.get(i))) {
        added.add(words(gone.get(i), come.get(i)));
        continue;
      }
      if (i < gone.size()) {
        add('-', gone.get(i));
      }
      if (i < come.size()) {
        added.add(new Line('+', List.of(new Part(come.get(i), false))));
      }
    }
    lines.addAll(added);
  }

  private Line words(String gone, String come) {
    List<String> old = List.of(WORDS.split(gone));
    List<String> now = List.of(WORDS.split(come));
    List<Part> left = new ArrayList<>();
    List<Part> right = new ArrayList<>();
    int at = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(old, now).getDeltas()) {
      String same = String.join("", old.subList(at, delta.getSource().getPosition()));
      left.add(new Part(same, false));
      right.add(new Part(same, false));
      if (delta.getType() != DeltaType.INSERT) {
        left.add(new Part(String.join("", delta.getSource().getLines()), true));
      }
      if (delta.getType() != DeltaType.DELETE) {
        right.add(new Part(String.join("", delta.getTarget().getLines()), true));
      }
      at = delta.getSource().getPosition() + delta.getSource().size();
    }
    String rest = String.join("", old.subList(at, old.size()));
    left.add(new Part(rest, false));
    right.add(new Part(rest, false));
    lines.add(new Line('-', left));
    return new Line('+', right);
  }

  private static boolean isComparable(String one, String other) {
    return !one.isBlank() && !other.isBlank() && WORDS.split(one).length <= MOST_WORDS
        && WORDS.split(other).length <= MOST_WORDS;
  }

  private void add(char mark, String line) {
    lines.add(new Line(mark, List.of(new Part(line, false))));
  }
}
