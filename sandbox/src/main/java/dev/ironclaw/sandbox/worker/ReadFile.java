package dev.ironclaw.sandbox.worker;

import dev.ironclaw.sandbox.json.JsonValue.Obj;
import java.io.IOException;

/// Reads lines of a text file.
record ReadFile(Places places) implements JobTool {
  private static final int USUAL_LINES = 2_000;
  private static final int MAX_CHARS = 40_000;

  @Override
  public String name() {
    return "read_file";
  }

  @Override
  public String description() {
    return "Reads a text file. Paths are relative to the project or absolute. At most 2000 lines or 40,000 characters at"
        + " once: go on with \"offset\", the number of the first line, counted from 1.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{"path":{"type":"string"},"offset":{"type":"integer","minimum":1},\
        "limit":{"type":"integer","minimum":1,"description":"lines"}},"required":["path"],"additionalProperties":false}""";
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public Outcome run(Obj input, Deadline deadline) throws IOException {
    String path = input.text("path");
    int first = input.member("offset").isPresent() ? Math.max(1, input.smallNumber("offset")) : 1;
    int most = input.member("limit").isPresent() ? Math.max(1, input.smallNumber("limit")) : USUAL_LINES;
    Page page = new Page(first, most);
    Places.eachLine(places.read(path), page);
    if (page.seen == 0) {
      return Outcome.done("[" + path + " is empty]");
    }
    if (first > page.seen) {
      return Outcome.failed(path + " has " + page.seen + " lines only");
    }
    return Outcome.done(page.last == page.seen && first == 1
        ? page.text.toString()
        : page.text + "[lines " + first + " to " + page.last + " of " + page.seen + "]");
  }

  /// The lines that are shown, while all are counted.
  private static final class Page implements Places.Lines {
    private final int first;
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private int seen;
    private int last;
    private boolean full;

    Page(int first, int most) {
      this.first = first;
      this.most = most;
    }

    @Override
    public boolean line(int number, String line) {
      seen = number;
      full |= number - first >= most || (!text.isEmpty() && text.length() + line.length() >= MAX_CHARS);
      if (number >= first && !full) {
        text.append(JobEvents.cut(line, MAX_CHARS)).append('\n');
        last = number;
      }
      return true;
    }
  }
}
