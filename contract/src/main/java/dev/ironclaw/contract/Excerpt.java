package dev.ironclaw.contract;

/// The beginning of a text that has a bound where it goes. Never half of a character: what reads it next would refuse it or
/// show something else.
public final class Excerpt {
  private Excerpt() {}

  /// The text, or its first `most` chars and `…`.
  public static String of(String text, int most) {
    return text.length() <= most ? text : start(text, most) + "…";
  }

  /// The text, or its first `most` chars; one fewer where that would split a surrogate pair.
  ///
  /// @param most at least 1
  public static String start(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
