package dev.ironclaw.ironctl;

import dev.ironclaw.contract.VisibleText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One line for a terminal. Its text is made visible here, so nothing that is in it acts on the terminal: colour comes from
/// styles alone, where it comes at all.
record Styled(List<Piece> pieces) {
  Styled {
    pieces = List.copyOf(pieces);
  }

  static Styled of(String text) {
    return of(Style.PLAIN, text);
  }

  static Styled of(Style style, String text) {
    return new Styled(List.of(new Piece(text, style)));
  }

  Styled and(Style style, String text) {
    List<Piece> more = new ArrayList<>(pieces);
    more.add(new Piece(text, style));
    return new Styled(more);
  }

  /// Without colour.
  String plain() {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }

  /// As a terminal takes it.
  String painted() {
    return pieces.stream().map(piece -> piece.style.begin + piece.text + (piece.style.begin.isEmpty() ? "" : Style.END))
        .collect(Collectors.joining());
  }

  /// Its first columns; what is missing is said with `…`.
  Styled cut(int columns) {
    if (QuotedText.width(plain()) <= columns) {
      return this;
    }
    List<Piece> kept = new ArrayList<>();
    int left = columns - 1;
    for (Piece piece : pieces) {
      String part = QuotedText.pieces(piece.text, Math.max(1, left)).getFirst();
      boolean fits = part.length() == piece.text.length() && QuotedText.width(part) <= left;
      kept.add(new Piece(left < 1 ? "…" : fits ? part : part + "…", piece.style));
      left -= QuotedText.width(part);
      if (!fits) {
        break;
      }
    }
    return new Styled(kept);
  }

  /// @param text any; stored as it can be shown
  record Piece(String text, Style style) {
    Piece {
      text = VisibleText.line(text);
    }
  }

  /// How a piece looks where there is colour.
  enum Style {
    PLAIN(""), STRONG("\u001b[1m"), FAINT("\u001b[2m"), GREEN("\u001b[32m"), AMBER("\u001b[33m"), RED(
        "\u001b[1;31m"), ADDED("\u001b[32m"), REMOVED(
            "\u001b[31m"), ADDED_WORD("\u001b[1;7;32m"), REMOVED_WORD("\u001b[1;7;31m"), CHOSEN("\u001b[7m");

    static final String END = "\u001b[0m";

    private final String begin;

    Style(String begin) {
      this.begin = begin;
    }

    static Style ofRisk(String risk) {
      return switch (risk) {
        case "green" -> GREEN;
        case "amber" -> AMBER;
        default -> RED;
      };
    }
  }
}
