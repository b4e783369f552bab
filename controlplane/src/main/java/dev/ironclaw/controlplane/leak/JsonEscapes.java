package dev.ironclaw.controlplane.leak;

import java.util.HexFormat;

/// The ways in which programs write a text in JSON: all escape the quote, the backslash and control characters, some the
/// slash, some what is not ASCII, some what HTML knows.
@SuppressWarnings("ImmutableEnumChecker") // A HexFormat is a value.
enum JsonEscapes {
  PLAIN("", false, false), SLASH("/", false, false), ASCII("", true, false), ASCII_UPPER("", true,
      true), SLASH_ASCII("/", true, false), HTML("<>&", false, false), ALL("<>&+'`\"", true, true);

  private final String more;
  private final boolean ascii;
  private final HexFormat hex;

  JsonEscapes(String more, boolean ascii, boolean upper) {
    this.more = more;
    this.ascii = ascii;
    hex = upper ? HexFormat.of().withUpperCase() : HexFormat.of();
  }

  /// What stands between the quotes.
  String of(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int letter = "\n\r\t\b\f".indexOf(c);
      if (letter >= 0) {
        out.append('\\').append("nrtbf".charAt(letter));
      } else if (c == '\\' || (c == '/' && isMore(c)) || (c == '"' && !isMore(c))) {
        out.append('\\').append(c);
      } else if (c < ' ' || (ascii && c > '~') || isMore(c)) {
        out.append("\\u").append(hex.toHexDigits(c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private boolean isMore(char c) {
    return more.indexOf(c) >= 0;
  }
}
