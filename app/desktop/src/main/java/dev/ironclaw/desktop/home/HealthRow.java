package dev.ironclaw.desktop.home;

import java.util.Optional;

/// One thing that is well, or not.
///
/// @param id part of the keys of its words
/// @param words what is so
/// @param screen where there is more about it
public record HealthRow(String id, Level level, String words, Optional<String> screen) {
  HealthRow(String id, Level level, String words) {
    this(id, level, words, Optional.empty());
  }

  /// How it stands.
  public enum Level {
    GOOD, WEAKER, BAD
  }
}
