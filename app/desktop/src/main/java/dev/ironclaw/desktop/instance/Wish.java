package dev.ironclaw.desktop.instance;

import java.util.List;
import java.util.Optional;

/// What a start of the app asks of the one that runs.
///
/// @param shown false where the start was to show no window, as at login
/// @param link as it was given: the window tells of one that it does not know
/// @param attach the control plane that the start named, for people
public record Wish(boolean shown, Optional<String> link, Optional<String> attach) {
  static final int MOST_CHARACTERS = 2_000;
  private static final String HEAD = "ironclaw-app 1";

  /// @throws IllegalArgumentException where something is too long, or has a control character
  public Wish {
    link.ifPresent(Wish::check);
    attach.ifPresent(Wish::check);
  }

  private static void check(String text) {
    if (text.length() > MOST_CHARACTERS || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a link or an address of more than " + MOST_CHARACTERS
          + " characters, or with a control character");
    }
  }

  /// Four lines.
  String text() {
    return HEAD + "\nshown " + shown + "\nlink " + link.orElse("") + "\nattach " + attach.orElse("") + "\n";
  }

  /// Reads exactly what [#text] writes; empty for everything else.
  static Optional<Wish> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 4 || !text.endsWith("\n") || !lines.getFirst().equals(HEAD)
        || !lines.get(1).matches("shown (true|false)") || !lines.get(2).startsWith("link ")
        || !lines.get(3).startsWith("attach ")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Wish(lines.get(1).equals("shown true"), value(lines.get(2)), value(lines.get(3))));
    } catch (IllegalArgumentException _) {
      // silent-ok: whoever sent it is told that it was refused.
      return Optional.empty();
    }
  }

  private static Optional<String> value(String line) {
    return Optional.of(line.substring(line.indexOf(' ') + 1)).filter(text -> !text.isEmpty());
  }
}
