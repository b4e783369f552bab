package dev.ironclaw.sandbox.loop;

import dev.ironclaw.contract.Excerpt;

/// Bounds on text that goes on.
final class Words {
  private Words() {}

  /// Never splits a surrogate pair.
  static String cut(String text, int maxChars) {
    return text.length() <= maxChars ? text : Excerpt.start(text, maxChars) + "\n[cut]";
  }
}
