package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// A signed web token: three parts with dots between, whose head names its algorithm.
record WebTokenForm() implements Form {
  private static final int LEAST_PART = 12;
  private static final int MOST_HEAD = 4 * 1024;
  /// One that is larger is taken for a token without a look at its head.
  private static final int MOST_HELD = 8 * 1024;

  @Override
  public int end(byte[] text, int from, int to, boolean whole) {
    int at = from;
    int head = 0;
    for (int part = 0; part < 3; part++) {
      int end = Alphabet.URL_SAFE.run(text, at, to);
      if (end == to && !whole && (part < 2 || end - at < LEAST_PART)) {
        return to - from >= MOST_HELD ? to : MORE;
      }
      if (end - at < LEAST_PART || (part < 2 && (end == to || text[end] != '.'))) {
        return NONE;
      }
      head = part == 0 ? end : head;
      at = part < 2 ? end + 1 : end;
    }
    return isHead(text, from, head) ? at : NONE;
  }

  private static boolean isHead(byte[] text, int from, int to) {
    if (to - from > MOST_HEAD) {
      return true;
    }
    try {
      byte[] json = Base64.getUrlDecoder().decode(Arrays.copyOfRange(text, from, to));
      return new String(json, StandardCharsets.ISO_8859_1).contains("\"alg\"");
    } catch (IllegalArgumentException e) {
      // silent-ok: three words with dots between that are no base64 are no token
      return false;
    }
  }

  @Override
  public boolean goesOn(byte b) {
    return Alphabet.URL_SAFE.has(b);
  }
}
