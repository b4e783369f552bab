package dev.ironclaw.ironctl;

import dev.ironclaw.contract.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Words of others on a card. A bar stands before every piece, and no piece is longer than a terminal's line: so where
/// the terminal would wrap, and the rest would begin where the card's own lines do, the card wraps before it.
final class QuotedText {
  /// With the bar.
  static final int COLUMNS = 72;
  private static final String BAR = "  | ";

  private QuotedText() {}

  /// @param most lines of it; what is left out is said below
  /// @param whole where all of it can be read
  static String of(String text, int most, String whole) {
    if (text.isEmpty()) {
      return BAR + "(nothing)";
    }
    List<String> lines = VisibleText.text(text).lines().toList();
    String shown = lines.stream().limit(most).flatMap(line -> broken(line).stream())
        .map(piece -> BAR + piece).collect(Collectors.joining("\n"));
    return lines.size() <= most ? shown : shown + "\n… " + (lines.size() - most) + " more lines: " + whole;
  }

  private static List<String> broken(String line) {
    return line.isEmpty() ? List.of("") : words(line, COLUMNS - BAR.length());
  }

  static String whole(String text) {
    return of(text, Integer.MAX_VALUE, "");
  }

  /// One line of the card's own that may hold a stranger's name: what does not fit goes on further right.
  static String hanging(String head, String text) {
    List<String> pieces = words(VisibleText.line(text), COLUMNS - Math.max(4, head.length()));
    return head + String.join("\n" + " ".repeat(Math.max(4, head.length())), pieces);
  }

  /// The same for words of several lines: each goes on further right, too.
  static String paragraphs(String head, String text) {
    String indent = " ".repeat(Math.max(4, head.length()));
    List<String> lines = VisibleText.text(text).strip().lines().toList();
    return head + lines.stream().map(line -> hanging(indent, line).stripTrailing())
        .collect(Collectors.joining("\n")).stripLeading();
  }

  /// Breaks between words where there are any; a word that is longer than a line is cut.
  private static List<String> words(String line, int columns) {
    List<String> lines = new ArrayList<>();
    String[] words = line.split(" ", -1);
    String current = words[0];
    for (int i = 1; i < words.length; i++) {
      String longer = current + " " + words[i];
      boolean breaks = !current.isBlank() && width(longer) > columns;
      lines.addAll(cut(breaks ? current : "", columns));
      current = breaks ? words[i] : longer;
    }
    lines.addAll(cut(current, columns));
    return lines;
  }

  private static List<String> cut(String text, int columns) {
    return text.isEmpty() ? List.of() : pieces(text, columns);
  }

  static int width(String text) {
    return text.codePoints().map(QuotedText::columns).sum();
  }

  static List<String> pieces(String line, int columns) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int used = 0;
    for (int c : line.replace("\t", "    ").codePoints().toArray()) {
      int width = columns(c);
      if (used + width > columns) {
        pieces.add(piece.toString());
        piece.setLength(0);
        used = 0;
      }
      piece.appendCodePoint(c);
      used += width;
    }
    pieces.add(piece.toString());
    return pieces;
  }

  /// Terminals draw East Asian letters and pictures over two columns. From the first of those on everything counts as
  /// two: a piece that is too short deceives nobody.
  static int columns(int c) {
    return c < 0x1100 ? 1 : 2;
  }
}
