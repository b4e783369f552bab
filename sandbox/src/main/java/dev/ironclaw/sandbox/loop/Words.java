package dev.ironclaw.sandbox.loop;

/// Bounds on text that goes on.
final class Words {
  private Words() {}

  /// Never splits a surrogate pair.
  static String cut(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
    return text.substring(0, end) + "\n[cut]";
  }
}
