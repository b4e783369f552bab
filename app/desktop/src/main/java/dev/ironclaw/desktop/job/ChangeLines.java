package dev.ironclaw.desktop.job;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a review says of one file, as git would: lines on its mode, two that name it, then what differs.
final class ChangeLines {
  private static final String BECOMES_PROGRAM = "new mode 100755";
  private static final String NEW_PROGRAM = "new file mode 100755";
  private static final String NO_PROGRAM = "new mode 100644";

  private ChangeLines() {}

  /// What becomes of its right to be run.
  enum Mode {
    SAME, PROGRAM, NO_PROGRAM
  }

  /// All of it but the two lines that name the file, which is said already.
  static String body(String diff) {
    List<String> lines = List.of(diff.split("\n", -1));
    int head = head(lines);
    return IntStream.range(0, lines.size())
        .filter(line -> line >= head || !(lines.get(line).startsWith("--- ") || lines.get(line).startsWith("+++ ")))
        .mapToObj(lines::get).collect(Collectors.joining("\n"));
  }

  static Mode mode(String diff) {
    List<String> lines = List.of(diff.split("\n", -1));
    List<String> modes = lines.subList(0, head(lines)).stream().takeWhile(line -> !line.startsWith("--- ")).toList();
    if (modes.contains(BECOMES_PROGRAM) || modes.contains(NEW_PROGRAM)) {
      return Mode.PROGRAM;
    }
    return modes.contains(NO_PROGRAM) ? Mode.NO_PROGRAM : Mode.SAME;
  }

  /// How many lines come before the first that differs.
  private static int head(List<String> lines) {
    return (int) lines.stream().takeWhile(line -> !line.startsWith("@@")).count();
  }
}
