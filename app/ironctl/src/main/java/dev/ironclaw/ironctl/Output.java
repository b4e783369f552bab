package dev.ironclaw.ironctl;

import dev.ironclaw.contract.VisibleText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// The only printer. Everything that people see passes [VisibleText], whoever wrote it.
final class Output {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean colour;

  Output(PrintStream out, PrintStream err, boolean colour) {
    this.out = out;
    this.err = err;
    this.colour = colour;
  }

  /// With colour where there is any.
  void lines(List<Styled> lines) {
    lines.forEach(line -> out.println(colour ? line.painted() : line.plain()));
    out.flush();
  }

  /// As [#note], with colour where there is any.
  void notes(List<Styled> lines) {
    lines.forEach(line -> err.println(colour ? line.painted() : line.plain()));
    err.flush();
  }

  /// One line, or several where the text has several.
  void line(String text) {
    out.println(VisibleText.text(text));
    out.flush();
  }

  /// A part of a line, as it comes.
  void part(String text) {
    out.print(VisibleText.text(text));
    out.flush();
  }

  /// Beside the result, for people: never part of what a script reads.
  void note(String text) {
    err.println(VisibleText.text(text));
    err.flush();
  }

  /// One line for another program, as it is.
  void verbatim(String line) {
    out.println(line);
    out.flush();
  }

  /// What another program printed to its two streams.
  ///
  /// @param raw byte for byte, for a reader that is no terminal
  void streams(String printed, String errors, boolean raw) {
    out.print(raw ? printed : VisibleText.text(printed));
    out.flush();
    err.print(raw ? errors : VisibleText.text(errors));
    err.flush();
  }

  /// A question, before its answer is read.
  void ask(String question) {
    err.print(VisibleText.line(question));
    err.flush();
  }

  /// Asks a person for what the terminal shall not show.
  @SuppressWarnings("SystemConsoleNull") // JDK 25's own console provider gives null where input is no terminal.
  String secret(String question) {
    java.io.Console console = System.console();
    char[] answer = console == null ? null : console.readPassword("%s", VisibleText.line(question));
    if (answer == null) {
      throw new CommandFailure(ExitCode.USAGE, "nobody answered");
    }
    return new String(answer);
  }

  void error(String message) {
    note("ironctl: " + message);
  }

  /// For scripts. What is not ASCII is escaped, so that no terminal acts on it.
  void json(Object value) {
    out.println(JsonText.of(value));
    out.flush();
  }

  /// Columns as wide as they must be, under their heads.
  void table(List<String> heads, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(heads);
    rows.forEach(row -> all.add(row.stream().map(VisibleText::line).toList()));
    int[] widths = new int[heads.size()];
    all.forEach(row -> {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    });
    all.forEach(row -> line(tableLine(row, widths)));
  }

  private static String tableLine(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
    }
    return line.toString().stripTrailing();
  }
}
