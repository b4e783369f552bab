package dev.ironclaw.controlplane.leak;

/// The token of a Telegram bot, seen from the `:AA` between its number and its secret.
record BotTokenForm() implements Form {
  static final int MOST_DIGITS = 12;
  private static final int LEAST_DIGITS = 8;
  private static final int LEAST = 32;

  @Override
  public int end(byte[] text, int from, int to, boolean whole) {
    int digits = 0;
    while (digits <= MOST_DIGITS && from - digits > 0 && Alphabet.DIGITS.has(text[from - digits - 1])) {
      digits++;
    }
    if (digits < LEAST_DIGITS || digits > MOST_DIGITS) {
      return NONE;
    }
    int end = Alphabet.URL_SAFE.run(text, from + 1, to);
    if (end - from - 1 < LEAST) {
      return end == to && !whole ? MORE : NONE;
    }
    return text[from + 1] == 'A' && text[from + 2] == 'A' ? end : NONE;
  }

  @Override
  public boolean goesOn(byte b) {
    return Alphabet.URL_SAFE.has(b);
  }
}
