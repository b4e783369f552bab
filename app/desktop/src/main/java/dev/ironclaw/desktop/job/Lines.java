package dev.ironclaw.desktop.job;

import dev.ironclaw.contract.Excerpt;
import java.util.List;

/// A text of others, line by line.
///
/// @param cut whether there are more lines, or longer ones, than are shown
public record Lines(List<String> shown, boolean cut) {
  static final Lines NONE = new Lines(List.of(), false);
  static final int MOST = 20_000;
  static final int LONGEST = 2_000;

  public Lines {
    shown = List.copyOf(shown);
  }

  static Lines of(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    List<String> lines = text.lines().limit(MOST + 1L).toList();
    boolean cut = lines.size() > MOST || lines.stream().anyMatch(line -> line.length() > LONGEST);
    return new Lines(lines.stream().limit(MOST)
        .map(line -> line.length() > LONGEST ? Excerpt.of(line, LONGEST) : line).toList(), cut);
  }
}
