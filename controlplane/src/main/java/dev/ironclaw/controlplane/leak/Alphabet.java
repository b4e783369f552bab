package dev.ironclaw.controlplane.leak;

/// A set of bytes.
final class Alphabet {
  static final Alphabet DIGITS = of("0-9");
  static final Alphabet HEX = of("0-9a-fA-F");
  static final Alphabet UPPER_DIGITS = of("0-9A-Z");
  static final Alphabet LETTERS_DIGITS = of("0-9A-Za-z");
  static final Alphabet WORD = of("0-9A-Za-z__");
  static final Alphabet URL_SAFE = of("0-9A-Za-z__--");
  static final Alphabet BASE64 = of("0-9A-Za-z++//==");
  /// RFC 6750's token, with room for what others use.
  static final Alphabet TOKEN = of("0-9A-Za-z..__~~++//==--");

  private final boolean[] in = new boolean[256];

  /// @param ranges pairs of first and last with a hyphen between, or two equal characters for one
  private static Alphabet of(String ranges) {
    Alphabet alphabet = new Alphabet();
    for (int i = 0; i < ranges.length();) {
      boolean range = i + 2 < ranges.length() && ranges.charAt(i + 1) == '-' && ranges.charAt(i) != '-';
      char last = ranges.charAt(range ? i + 2 : i + 1);
      for (char c = ranges.charAt(i); c <= last; c++) {
        alphabet.in[c] = true;
      }
      i += range ? 3 : 2;
    }
    return alphabet;
  }

  boolean has(byte b) {
    return in[b & 0xff];
  }

  /// Where the run of its bytes that begins here ends.
  int run(byte[] text, int from, int to) {
    int i = from;
    while (i < to && in[text[i] & 0xff]) {
      i++;
    }
    return i;
  }
}
