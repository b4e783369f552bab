package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;

/// A private key between its BEGIN and its END line, or cut off before it. A BEGIN line without a key behind it, as a
/// program that reads keys has it, is none. Lines may end as JSON writes them.
///
/// @param begin the BEGIN line
record KeyBlockForm(String begin) implements Form {
  private static final int LEAST_KEY = 40;
  /// Of what stands between the BEGIN line and the key, as "Proc-Type".
  private static final int MOST_HEAD = 256;
  private static final int MOST_BLOCK = 16 * 1024;

  @Override
  public int end(byte[] text, int from, int to, boolean whole) {
    byte[] line = begin.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < line.length; i++) {
      if (from + i == to) {
        return whole ? NONE : MORE;
      }
      if (text[from + i] != line[i]) {
        return NONE;
      }
    }
    int head = from + line.length;
    int key = key(text, head, Math.min(to, head + MOST_HEAD));
    if (key < 0) {
      return whole || to - head >= MOST_HEAD ? NONE : MORE;
    }
    return close(text, key, to, whole);
  }

  private static int key(byte[] text, int from, int to) {
    int at = from;
    while (at < to) {
      int end = Alphabet.BASE64.run(text, at, to);
      // The n of an escaped line end belongs to the escape.
      if (end - at >= LEAST_KEY) {
        return end;
      }
      at = end + 1;
    }
    return NONE;
  }

  private static int close(byte[] text, int key, int to, boolean whole) {
    int most = Math.min(to, key + MOST_BLOCK);
    for (int i = key; i < most; i++) {
      if (text[i] == '"' || text[i] == '-') {
        return text[i] == '"' ? i : Math.min(most, endLine(text, i, most));
      }
    }
    return whole || most < to || most - key == MOST_BLOCK ? most : MORE;
  }

  /// Behind the dashes, the words and the dashes.
  private static int endLine(byte[] text, int from, int to) {
    int at = from;
    for (boolean dashes : new boolean[]{true, false, true}) {
      while (at < to && text[at] != '\n' && text[at] != '"' && text[at] != '\\' && text[at] == '-' == dashes) {
        at++;
      }
    }
    return at;
  }
}
