package dev.ironclaw.desktop.shell;

import java.text.Bidi;

/// Words of others in a form that can be wrapped. JavaFX 26 fails with an exception in the middle of a layout, so that
/// nothing is shown, where it has to wrap within a run of right-to-left letters that is longer than what stands before it;
/// a mark without width between words, and within long ones, makes the runs short. No letter changes; in a line that begins from the left, such words stand
/// from left to right.
public final class Wrapping {
  private static final char MARK = '\u200E';
  /// Each run costs time, so very short words share one.
  private static final int LEAST_RUN = 8;
  private static final int MOST_RUN = 16;
  /// A letter keeps the marks above and below it, unless somebody heaps them up.
  private static final int MOST_HEAP = 24;
  /// Stands before the first run, so that none is longer than what is before it.
  private static final String BEFORE = String.valueOf(MARK).repeat(MOST_HEAP + 2);

  private Wrapping() {}

  /// True where some of it is read from right to left, which takes far longer to lay out.
  public static boolean isFromTheRight(String words) {
    return Bidi.requiresBidi(words.toCharArray(), 0, words.length());
  }

  /// True where it can be wrapped as it is: what is read from right to left is at most half as long as what stands before it,
  /// everywhere; numbers within count with it.
  static boolean wraps(String words) {
    if (!isFromTheRight(words)) {
      return true;
    }
    Bidi runs = new Bidi(words, Bidi.DIRECTION_LEFT_TO_RIGHT);
    int start = 0;
    for (int run = 0; run < runs.getRunCount(); run++) {
      boolean left = runs.getRunLevel(run) == 0;
      if (!left && (runs.getRunLimit(run) - start) * 2 > start) {
        return false;
      }
      start = left ? runs.getRunLimit(run) : start;
    }
    return true;
  }

  /// What is safe already stays as it is.
  public static String safe(String words) {
    if (!isFromTheRight(words)) {
      return words;
    }
    char[] letters = words.toCharArray();
    StringBuilder out = new StringBuilder(letters.length + letters.length / 4 + BEFORE.length());
    if (!words.startsWith(BEFORE)) {
      out.append(BEFORE);
    }
    int run = 0;
    for (int i = 0; i < letters.length; i++) {
      out.append(letters[i]);
      if (letters[i] == MARK) {
        run = 0;
        continue;
      }
      run++;
      boolean ends = i + 1 == letters.length;
      boolean splits = !ends && (Character.isLowSurrogate(letters[i + 1])
          || (run < MOST_HEAP && Character.getType(letters[i + 1]) == Character.NON_SPACING_MARK));
      boolean marked = !ends && letters[i + 1] == MARK;
      if (!marked && ((run >= LEAST_RUN && Character.isWhitespace(letters[i])) || (run >= MOST_RUN && !splits))) {
        out.append(MARK);
        run = 0;
      }
    }
    return out.toString();
  }
}
