package dev.ironclaw.contract;

/// Words of agents and strangers with everything visible that an eye would miss, as `⟨U+202E⟩`: control characters and
/// with them escape sequences, bidirectional controls, zero-width and tag characters, fillers, odd spaces. Nobody can
/// decide on what they cannot see, and nobody repaints the terminal of the one who decides.
public final class VisibleText {
  private static final int BRIEF_CHARS = 64;

  private VisibleText() {}

  /// For documents: line breaks and tabs stay.
  public static String text(String raw) {
    return visible(raw, true);
  }

  /// For names, table cells and single sentences: line breaks and tabs are made visible too.
  public static String line(String raw) {
    return visible(raw, false);
  }

  /// A line for error messages, cut.
  public static String brief(String raw) {
    return line(Excerpt.of(raw, BRIEF_CHARS));
  }

  private static String visible(String raw, boolean keepLines) {
    StringBuilder out = new StringBuilder(raw.length());
    raw.codePoints().forEach(c -> {
      if (isHidden(c) && !(keepLines && (c == '\n' || c == '\t'))) {
        out.append("⟨U+%04X⟩".formatted(c));
      } else {
        out.appendCodePoint(c);
      }
    });
    return out.toString();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
          Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
        true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> isIgnorable(c) || isBlank(c);
    };
  }

  /// Unicode's Default_Ignorable_Code_Point, without the categories above: joiners, fillers, variation selectors.
  private static boolean isIgnorable(int c) {
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F)
        || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFFA0 || (c >= 0xE0100 && c <= 0xE01EF);
  }

  /// Letters, marks and symbols whose glyph is empty: the braille pattern without dots, the object replacement
  /// character, the Khitan filler, the hieroglyphic blanks, the null notehead.
  private static boolean isBlank(int c) {
    return c == 0x2800 || c == 0xFFFC || c == 0x16FE4 || c == 0x13441 || c == 0x13442 || c == 0x1D159;
  }
}
