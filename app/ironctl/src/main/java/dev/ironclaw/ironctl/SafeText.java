package dev.ironclaw.ironctl;

/// Words of agents and strangers, made harmless for a terminal: nobody may repaint the screen of the human who decides,
/// or hide a part of what is decided on. Escape sequences, control characters, bidirectional overrides, zero-width and
/// tag characters come out as `⟨U+202E⟩`.
final class SafeText {
  private SafeText() {}

  /// Line breaks and tabs stay.
  static String lines(String raw) {
    return visible(raw, true);
  }

  /// For names and table cells: line breaks and tabs are made visible too.
  static String line(String raw) {
    return visible(raw, false);
  }

  private static String visible(String raw, boolean keepLines) {
    StringBuilder out = new StringBuilder(raw.length());
    raw.codePoints().forEach(c -> {
      if ((keepLines && (c == '\n' || c == '\t')) || !isHidden(c)) {
        out.appendCodePoint(c);
      } else {
        out.append("⟨U+%04X⟩".formatted(c));
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
      default -> isDrawnAsNothing(c);
    };
  }

  /// Letters, marks and symbols that most fonts draw as nothing (Unicode's Default_Ignorable_Code_Point outside the
  /// categories above, and the empty braille pattern).
  private static boolean isDrawnAsNothing(int c) {
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800 || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFFA0
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
