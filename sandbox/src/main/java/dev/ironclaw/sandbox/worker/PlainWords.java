package dev.ironclaw.sandbox.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Starts of programs in ASCII: Java hands a program its words in the encoding of the system's language, and a container may
/// know no language but English. What is not ASCII is handed over by a shell, byte for byte.
final class PlainWords {
  private static final String SHELL = "/bin/sh";

  private PlainWords() {}

  /// The same start, where all of it is ASCII; else one that leads to the same program with the same words in UTF-8.
  static Children.Start of(Children.Start start) {
    Map<String, String> plain = new HashMap<>(start.environment());
    plain.values().removeIf(value -> !isAscii(value));
    if (plain.size() == start.environment().size() && start.command().stream().allMatch(PlainWords::isAscii)) {
      return start;
    }
    StringBuilder script = new StringBuilder("set --\n");
    start.command().forEach(word -> script.append(word(word)).append("set -- \"$@\" \"${_ironclaw%X}\"\n"));
    start.environment().forEach((name, value) -> {
      if (!plain.containsKey(name)) {
        script.append(word(value)).append(name).append("=\"${_ironclaw%X}\"\nexport ").append(name).append('\n');
      }
    });
    return new Children.Start(new ArrayList<>(List.of(SHELL, "-c", script.append("exec \"$@\"\n").toString(), "sh")),
        start.folder(), plain, start.merged());
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(one -> one < 0x80);
  }

  /// Sets a variable to it and one letter more, or the shell would take line ends off.
  @SuppressWarnings("OrphanedFormatString") // It is the shell's, not ours.
  private static String word(String text) {
    StringBuilder line = new StringBuilder("_ironclaw=$(printf %b '");
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      boolean safe = one == ' ' || (one > ' ' && one < 0x7f && one != '\\' && one != '\'');
      line.append(safe ? String.valueOf((char) one) : "\\0%03o".formatted(one & 0xff));
    }
    return line.append("X')\n").toString();
  }
}
