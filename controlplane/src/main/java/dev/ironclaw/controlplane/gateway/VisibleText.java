package dev.ironclaw.controlplane.gateway;

/// Makes what an eye would miss visible, as `⟨U+202E⟩`: bidi controls, zero-width and tag characters, fillers, odd
/// spaces, control characters. Nobody can decide on what they cannot see.
final class VisibleText {
  private VisibleText() {}

  /// For documents: line breaks and tabs stay.
  static String text(String raw) {
    return visible(raw, true);
  }

  /// For names and single sentences: line breaks and tabs are made visible too.
  static String line(String raw) {
    return visible(raw, false);
  }

  /// A line for error messages, cut.
  static String brief(String raw) {
    return raw.length() <= 64 ? line(raw) : line(raw.substring(0, 64)) + "…";
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
      default -> isIgnorable(c);
    };
  }

  /// Characters that most fonts draw as nothing although their category says letter, mark or symbol (Unicode's
  /// Default_Ignorable_Code_Point without the categories above, and the empty braille pattern).
  private static boolean isIgnorable(int c) {
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800 || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFFA0
        || (c >= 0xE0100 && c <= 0xE01EF);
  }
}
