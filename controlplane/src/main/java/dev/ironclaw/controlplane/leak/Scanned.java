package dev.ironclaw.controlplane.leak;

import java.util.List;

/// What may go on of a text.
public sealed interface Scanned {
  /// As it is, or without its secrets.
  ///
  /// @param patterns of what was found, empty for a clean text
  record Passed(String text, List<String> patterns) implements Scanned {
    public Passed {
      patterns = List.copyOf(patterns);
    }
  }

  /// Nothing of it.
  ///
  /// @param patterns of what was found
  /// @param preview for the one who sent it: a pattern and the first and last characters of what fits it; nothing of a
  ///        known secret
  record Blocked(List<String> patterns, String preview) implements Scanned {
    public Blocked {
      patterns = List.copyOf(patterns);
    }
  }
}
