package dev.ironclaw.ironctl;

import dev.ironclaw.client.DocumentDiff;
import dev.ironclaw.client.DocumentDiff.Line;
import dev.ironclaw.client.DocumentDiff.Part;
import dev.ironclaw.ironctl.Styled.Style;
import java.util.ArrayList;
import java.util.List;

/// A [DocumentDiff] in a terminal. Every line stands behind the bar of [QuotedText]: the words are a stranger's.
final class DiffText {
  private static final String BAR = "  | ";

  private DiffText() {}

  /// @param most lines of it; what is left out is said below
  /// @param whole where all of it can be read
  static List<Styled> of(String before, String after, int most, String whole) {
    List<Line> lines = DocumentDiff.of(before, after);
    List<Styled> shown = new ArrayList<>();
    lines.stream().limit(most).forEach(line -> shown.addAll(wrapped(line)));
    if (shown.isEmpty()) {
      shown.add(Styled.of(BAR + "(nothing)"));
    }
    if (lines.size() > most) {
      shown.add(Styled.of("… " + (lines.size() - most) + " more lines: " + whole));
    }
    return shown;
  }

  /// In pieces that a terminal does not wrap, each with bar and mark; broken between words where there are any.
  private static List<Styled> wrapped(Line whole) {
    List<Styled> wrapped = new ArrayList<>();
    int columns = QuotedText.COLUMNS - BAR.length() - 2;
    Styled line = start(whole);
    int left = columns;
    for (Part part : whole.parts()) {
      StringBuilder text = new StringBuilder();
      for (String word : DocumentDiff.WORDS.split(part.text())) {
        boolean breaks = QuotedText.width(word) > left && QuotedText.width(word) <= columns && left < columns;
        for (int c : (breaks ? "\n" + word : word).codePoints().toArray()) {
          int width = c == '\n' ? 0 : QuotedText.columns(c);
          if (c == '\n' || width > left) {
            wrapped.add(line.and(style(whole, part), text.toString()));
            text.setLength(0);
            line = start(whole);
            left = columns;
          }
          if (c != '\n') {
            text.appendCodePoint(c);
            left -= width;
          }
        }
      }
      line = text.isEmpty() ? line : line.and(style(whole, part), text.toString());
    }
    wrapped.add(line);
    return wrapped;
  }

  private static Styled start(Line line) {
    return Styled.of(BAR).and(style(line, new Part("", false)), line.mark() + " ");
  }

  private static Style style(Line line, Part part) {
    return switch (line.mark()) {
      case '+' -> part.differs() ? Style.ADDED_WORD : Style.ADDED;
      case '-' -> part.differs() ? Style.REMOVED_WORD : Style.REMOVED;
      default -> Style.PLAIN;
    };
  }
}
