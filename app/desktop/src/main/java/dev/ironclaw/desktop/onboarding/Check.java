package dev.ironclaw.desktop.onboarding;

import java.util.Optional;

/// One thing that this machine was looked at for.
///
/// @param words what was found
/// @param fix what to do about it
/// @param command the same as a command to copy
record Check(Level level, String title, String words, Optional<String> fix, Optional<String> command) {
  /// How good it is.
  enum Level {
    GOOD, WEAK, BROKEN
  }

  static Check good(String title, String words) {
    return new Check(Level.GOOD, title, words, Optional.empty(), Optional.empty());
  }

  static Check weak(String title, String words) {
    return new Check(Level.WEAK, title, words, Optional.empty(), Optional.empty());
  }

  static Check broken(String title, String words) {
    return new Check(Level.BROKEN, title, words, Optional.empty(), Optional.empty());
  }

  Check withFix(String what, String how) {
    return new Check(level, title, words, Optional.of(what), Optional.of(how));
  }
}
