package dev.ironclaw.desktop.instance;

import dev.ironclaw.contract.VisibleText;
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

  /// The window comes up with what the link names.
  ///
  /// @param link whatever came from a web page: the window shows it where it is no link that it knows
  /// @throws IllegalArgumentException where nothing of it can be shown
  public static Wish toShow(String link) {
    Optional<String> readable = readable(link);
    return new Wish(true, Optional.of(readable.orElseThrow(() -> new IllegalArgumentException("an empty link"))),
        Optional.empty());
  }

  /// A text from outside in a form that can be shown; empty where nothing is left.
  public static Optional<String> readable(String text) {
    return Optional.of(text.matches("[!-~]{1,200}") ? text : VisibleText.brief(text))
        .filter(shown -> !shown.isEmpty());
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
