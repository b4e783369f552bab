package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.sandbox.json.JsonValue.Obj;
import dev.ironclaw.sandbox.tool.TimedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Finds lines in files.
record Grep(Places places) implements JobTool {
  private static final int MOST = 200;
  private static final int MAX_LINE = 300;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "grep";
  }

  @Override
  public String description() {
    return "Finds the lines of text files that a regular expression (Java's) matches, as path:line: words; at most 200,"
        + " without .git. \"glob\" chooses the files.";
  }

  @Override
  public String schema() {
    return """
        {"type":"object","properties":{"pattern":{"type":"string"},\
        "path":{"type":"string","description":"file or folder to look in; the project where it is left out"},\
        "glob":{"type":"string","description":"for example *.java"},"ignore_case":{"type":"boolean"}},\
        "required":["pattern"],"additionalProperties":false}""";
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public Outcome run(Obj input, Deadline deadline) throws IOException {
    boolean ignoreCase = input.member("ignore_case").isPresent() && input.flag("ignore_case");
    Pattern pattern = pattern(input.text("pattern"), ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    Predicate<Path> wanted = input.optionalText("glob").map(FileTree::matching).orElse(_ -> true);
    Path start = places.of(input.optionalText("path").orElse("."));
    Search search = new Search(pattern, System.nanoTime() + LIMIT.toNanos(), new ArrayList<>(), new ArrayList<>());
    boolean whole;
    try {
      whole = FileTree.walk(start, (file, attributes) -> attributes.size() > Places.MAX_FILE_BYTES
          || !wanted.test(Files.isDirectory(start) ? start.relativize(file) : file)
          || search.file(places.name(file), file));
    } catch (TimedText.TimeIsUp slow) {
      whole = false; // silent-ok: the result says that there may be more
    } catch (StackOverflowError deep) {
      return Outcome.failed("the pattern goes too deep for a long line; write it without a group that repeats");
    }
    String text = search.found.isEmpty() ? "nothing found" : String.join("\n", search.found);
    if (!search.unreadable.isEmpty()) {
      text += "\n[" + search.unreadable.size() + " files can't be read, " + search.unreadable.getFirst()
          + " among them]";
    }
    return Outcome.done(whole ? text : text + "\n[and perhaps more: the limit was reached]");
  }

  private static Pattern pattern(String pattern, int flags) {
    try {
      return Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException wrong) {
      throw Places.wrong("\"pattern\" is no regular expression: " + wrong.getDescription());
    }
  }

  /// What was found so far.
  private record Search(Pattern pattern, long deadline, List<String> found, List<String> unreadable) {
    /// @return false for enough
    boolean file(String name, Path file) {
      byte[] bytes;
      try {
        bytes = Files.readAllBytes(file);
      } catch (IOException closed) {
        // silent-ok: the result says it, and the others are looked at all the same
        unreadable.add(name);
        return true;
      }
      if (Places.isBinary(bytes)) {
        return true;
      }
      return Places.eachLine(new String(bytes, StandardCharsets.UTF_8), (number, line) -> {
        if (!pattern.matcher(new TimedText(line, deadline)).find()) {
          return true;
        }
        boolean room = found.size() < MOST;
        if (room) {
          found.add(name + ":" + number + ": " + Excerpt.of(line.stripTrailing(), MAX_LINE));
        }
        return room;
      });
    }
  }
}
