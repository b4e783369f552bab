package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Literals and runs of an alphabet, one after another, each run as long as it goes.
final class RunForm implements Form {
  private static final int PLACEHOLDER_VARIETY = 8;

  private final List<Step> steps = new ArrayList<>();
  private boolean needsDigit;

  private sealed interface Step {
    @SuppressWarnings("ArrayRecordComponent") // Never compared or shown.
    record Literal(byte[] bytes) implements Step {}

    record Run(Alphabet alphabet, int least, int most) implements Step {}
  }

  static RunForm of(String literal) {
    return new RunForm().then(literal);
  }

  RunForm then(String literal) {
    steps.add(new Step.Literal(literal.getBytes(StandardCharsets.US_ASCII)));
    return this;
  }

  /// So many or more.
  RunForm then(Alphabet alphabet, int least) {
    steps.add(new Step.Run(alphabet, least, Integer.MAX_VALUE));
    return this;
  }

  /// Exactly so many, and none more.
  RunForm exactly(Alphabet alphabet, int count) {
    steps.add(new Step.Run(alphabet, count, count));
    return this;
  }

  /// Words alone are none.
  RunForm withDigit() {
    needsDigit = true;
    return this;
  }

  @Override
  public int end(byte[] text, int from, int to, boolean whole) {
    int at = from;
    for (Step step : steps) {
      int next = switch (step) {
        case Step.Literal(var bytes) -> literal(bytes, text, at, to, whole);
        case Step.Run run -> run(run, text, at, to, whole);
      };
      if (next < 0) {
        return next;
      }
      at = next;
    }
    return isPlaceholder(text, from, at) ? NONE : at;
  }

  private static int literal(byte[] bytes, byte[] text, int from, int to, boolean whole) {
    for (int i = 0; i < bytes.length; i++) {
      if (from + i == to) {
        return whole ? NONE : MORE;
      }
      if (text[from + i] != bytes[i]) {
        return NONE;
      }
    }
    return from + bytes.length;
  }

  private int run(Step.Run run, byte[] text, int from, int to, boolean whole) {
    int end = run.alphabet().run(text, from, to);
    if (end - from > run.most()) {
      return NONE;
    }
    boolean open = end == to && !whole;
    if (end - from < run.least()) {
      return open ? MORE : NONE;
    }
    // Whether a run of an exact length, or one with another step behind it, is over is seen in the next byte alone.
    return open && (run.most() == run.least() || !steps.getLast().equals(run)) ? MORE : end;
  }

  /// What documentation has in the place of a secret.
  private boolean isPlaceholder(byte[] text, int from, int to) {
    boolean[] seen = new boolean[256];
    int variety = 0;
    boolean digit = !needsDigit;
    for (int i = from; i < to; i++) {
      int b = text[i] & 0xff;
      variety += seen[b] ? 0 : 1;
      seen[b] = true;
      digit |= b >= '0' && b <= '9';
    }
    return variety < PLACEHOLDER_VARIETY || !digit || holdsExample(text, from, to);
  }

  private static boolean holdsExample(byte[] text, int from, int to) {
    String word = "EXAMPLE";
    for (int i = from; i + word.length() <= to; i++) {
      int length = 0;
      while (length < word.length() && (text[i + length] & 0xdf) == word.charAt(length)) {
        length++;
      }
      if (length == word.length()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean goesOn(byte b) {
    return steps.getLast() instanceof Step.Run(var alphabet, var least, var most) && most > least && alphabet.has(b);
  }
}
