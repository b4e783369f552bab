package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Looks for words in files. The host enforces it: without a grant there is no workspace.
public final class SearchFilesTool implements Tool {
  private static final int MAX_QUERY = 500;
  private static final int MAX_MATCHES = 200;
  private static final int MAX_LINE = 300;
  private static final long MAX_BYTES = 64L << 20;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Workspace workspace;
  private final Duration limit;

  public SearchFilesTool(Workspace workspace) {
    this(workspace, LIMIT);
  }

  SearchFilesTool(Workspace workspace, Duration limit) {
    this.workspace = workspace;
    this.limit = limit;
  }

  @Override
  public String name() {
    return ToolName.SEARCH_FILES;
  }

  @Override
  public String description() {
    return "Finds the lines of the workspace's text files that hold a text, or match a Java regular expression with "
        + "\"regex\"; at most 200 of them, as path:line: words. \"glob\" chooses files by path, for example **.md.";
  }

  @Override
  public String inputSchema() {
    return """
        {"type":"object","properties":{"query":{"type":"string","maxLength":500},"regex":{"type":"boolean"},\
        "path":{"type":"string","description":"folder to look in"},"glob":{"type":"string","maxLength":500}},\
        "required":["query"],"additionalProperties":false}""";
  }

  @Override
  public ToolResult invoke(ToolCall call) {
    String query = call.input().text("query");
    Optional<String> glob = call.input().optionalText("glob");
    if (query.isEmpty() || query.length() > MAX_QUERY || glob.filter(text -> text.length() > MAX_QUERY).isPresent()) {
      return ToolResult.failed("search_files: \"query\" must have 1 to " + MAX_QUERY + " chars, \"glob\" no more");
    }
    boolean regex = call.input().member("regex").isPresent() && call.input().flag("regex");
    Search search = new Search(pattern(query, regex), glob.map(SearchFilesTool::matcher),
        System.nanoTime() + limit.toNanos());
    boolean whole;
    try {
      whole = workspace.walk(name(), call.input().optionalText("path").orElse("."), search);
    } catch (TimedText.TimeIsUp stopped) {
      search.more = "the time was up";
      whole = true;
    }
    String more = !search.more.isEmpty() ? search.more : whole ? "" : "there are too many files";
    String found = search.found.isEmpty() ? "nothing found" : String.join("\n", search.found);
    return ToolResult.done(more.isEmpty() ? found : found + "\n… and perhaps more: " + more);
  }

  private static Pattern pattern(String query, boolean regex) {
    try {
      return regex ? Pattern.compile(query) : Pattern.compile(query, Pattern.LITERAL);
    } catch (PatternSyntaxException e) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "\"query\" is no regular expression: " + e.getDescription(),
          e);
    }
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "\"glob\" is no pattern: " + e.getDescription(), e);
    }
  }

  /// What was found so far.
  private static final class Search implements Workspace.Visitor {
    private final Pattern pattern;
    private final Optional<PathMatcher> glob;
    private final long deadline;
    private final List<String> found = new ArrayList<>();
    private String more = "";
    private long bytes;

    Search(Pattern pattern, Optional<PathMatcher> glob, long deadline) {
      this.pattern = pattern;
      this.glob = glob;
      this.deadline = deadline;
    }

    @Override
    public boolean visit(Path path, long size, Workspace.Content content) throws IOException {
      if (size > Workspace.MAX_FILE_BYTES
          || glob.filter(matcher -> !matcher.matches(path) && !matcher.matches(path.getFileName())).isPresent()) {
        return true;
      }
      bytes += size;
      if (bytes > MAX_BYTES) {
        more = "there is too much to read";
        return false;
      }
      byte[] read = content.read();
      return isBinary(read) || lines(path, new String(read, StandardCharsets.UTF_8));
    }

    private static boolean isBinary(byte[] read) {
      for (int i = 0; i < Math.min(read.length, 8_000); i++) {
        if (read[i] == 0) {
          return true;
        }
      }
      return false;
    }

    private boolean lines(Path path, String text) {
      int number = 0;
      for (String line : text.split("\n", -1)) {
        number++;
        if (matches(path, number, line)) {
          if (found.size() == MAX_MATCHES) {
            more = "these are " + MAX_MATCHES;
            return false;
          }
          found.add(path + ":" + number + ": " + Excerpt.of(line, MAX_LINE));
        }
      }
      return true;
    }

    private boolean matches(Path path, int number, String line) {
      try {
        return pattern.matcher(new TimedText(line, deadline)).find();
      } catch (StackOverflowError deep) {
        // It calls itself for each turn of a group. To end the box of it would have every further box try it again.
        throw new IronclawException(ErrorCode.INVALID_PAYLOAD, "\"query\" goes too deep for the long line " + path + ":"
            + number + "; write it without a group that repeats, such as (a|b)+", deep);
      }
    }
  }
}
