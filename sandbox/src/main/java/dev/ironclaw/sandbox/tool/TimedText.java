package dev.ironclaw.sandbox.tool;

/// A text that can be read until a moment: a regular expression that goes back and forth over it for ever comes to an end.
public record TimedText(CharSequence text, long deadline) implements CharSequence {
  /// The moment is over.
  public static final class TimeIsUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TimeIsUp() {
      super("the time is up", null, false, false);
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (deadline - System.nanoTime() <= 0) {
      throw new TimeIsUp();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new TimedText(text.subSequence(start, end), deadline);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
