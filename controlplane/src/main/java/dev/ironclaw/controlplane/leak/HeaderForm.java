package dev.ironclaw.controlplane.leak;

/// The header `authorization` with its value, in any case and as JSON or a command line write it.
record HeaderForm() implements Form {
  private static final String NAME = "authorization";
  private static final int MOST_BETWEEN = 8;
  private static final int MOST_SCHEME = 20;
  private static final int LEAST = 20;

  @Override
  public int end(byte[] text, int from, int to, boolean whole) {
    for (int i = 0; i < NAME.length(); i++) {
      if (from + i == to) {
        return whole ? NONE : MORE;
      }
      if ((text[from + i] | 0x20) != NAME.charAt(i)) {
        return NONE;
      }
    }
    int at = from + NAME.length();
    int value = at;
    boolean colon = false;
    while (value < to && value - at < MOST_BETWEEN && isBetween(text[value])) {
      colon |= text[value] == ':' || text[value] == '=';
      value++;
    }
    if (value == to && !whole) {
      return MORE;
    }
    return colon ? value(text, value, to, whole) : NONE;
  }

  private static boolean isBetween(byte b) {
    return b == ':' || b == '=' || b == ' ' || b == '"' || b == '\'' || b == '\\';
  }

  private static int value(byte[] text, int from, int to, boolean whole) {
    int scheme = Alphabet.URL_SAFE.run(text, from, to);
    int token = scheme < to && text[scheme] == ' ' && scheme - from <= MOST_SCHEME ? scheme + 1 : from;
    int end = Alphabet.TOKEN.run(text, token, to);
    if (end - token < LEAST) {
      return end == to && !whole ? MORE : NONE;
    }
    for (int i = token; i < end; i++) {
      if (Alphabet.DIGITS.has(text[i])) {
        return end;
      }
    }
    return end == to && !whole && end - token < 200 ? MORE : NONE;
  }

  @Override
  public int secret(byte[] text, int from, int end) {
    int at = end;
    while (at > from + NAME.length() && Alphabet.TOKEN.has(text[at - 1])) {
      at--;
    }
    return at;
  }

  @Override
  public boolean goesOn(byte b) {
    return Alphabet.TOKEN.has(b);
  }
}
