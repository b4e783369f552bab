package dev.ironclaw.desktop.home;

import java.util.Optional;

/// One line of a panel; two of the same are shown by the same node.
///
/// @param id of its node
/// @param icon a literal; empty for words alone
/// @param style of the icon: `good`, `weaker`, `bad`
/// @param risk shown at its end
/// @param way where it leads; empty for a line that is only read
record Line(String id, String icon, String style, String title, String below, Optional<String> risk,
    Optional<Way> way) {
  /// A thing on another screen.
  record Way(String screen, Optional<String> item) {}

  static Line words(String id, String words) {
    return new Line(id, "", "", words, "", Optional.empty(), Optional.empty());
  }

  static Line link(String id, String words, String screen) {
    return new Line(id, "", "", words, "", Optional.empty(), Optional.of(new Way(screen, Optional.empty())));
  }
}
