package dev.ironclaw.controlplane.note;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The words of a note, with everything invisible in them made visible, since people read them.
///
/// @param title one line; made of the text where it is left out
public record NoteForm(String title, List<String> tags, String text) {
  public static final int MAX_TEXT_BYTES = 8 * 1024;
  static final int MAX_TITLE = 120;
  static final int MAX_TAGS = 8;
  static final int MAX_TAG = 40;

  public NoteForm {
    tags = List.copyOf(tags);
  }

  /// Reads the input of the tool.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD` in words for the agent
  static NoteForm parse(JsonNode input) {
    List<String> tags = new ArrayList<>();
    JsonNode given = input.path("tags");
    if (!given.isMissingNode() && !given.isArray()) {
      throw invalid("\"tags\" must be an array of texts");
    }
    for (JsonNode tag : given) {
      tags.add(text(tag, "tags"));
    }
    JsonNode title = input.path("title");
    return of(title.isMissingNode() ? "" : text(title, "title"), tags, text(input.path("text"), "text"));
  }

  private static String text(JsonNode value, String name) {
    if (!value.isString()) {
      throw invalid("\"" + name + "\" must be a text");
    }
    return value.asString();
  }

  /// The same rules for everybody who writes one.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD`
  public static NoteForm of(String title, List<String> tags, String text) {
    String words = VisibleText.text(text.strip());
    if (words.isEmpty() || words.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
      throw invalid("a note has 1 to " + MAX_TEXT_BYTES + " bytes of text; split it, or leave something out");
    }
    if (title.length() > MAX_TITLE) {
      throw invalid("a note's title has at most " + MAX_TITLE + " characters");
    }
    List<String> marks = tags.stream().map(String::strip).map(VisibleText::line).distinct().toList();
    if (marks.size() > MAX_TAGS || marks.stream().anyMatch(tag -> tag.isEmpty() || tag.length() > MAX_TAG)) {
      throw invalid("a note has at most " + MAX_TAGS + " tags of 1 to " + MAX_TAG + " characters");
    }
    String line = VisibleText.line(title.strip());
    return new NoteForm(line.isEmpty() ? firstLine(words) : line, marks, words);
  }

  private static String firstLine(String words) {
    String line = words.lines().findFirst().orElse("").strip();
    return line.length() <= MAX_TITLE ? line : Excerpt.of(line, MAX_TITLE - 1);
  }

  private static IronclawException invalid(String problem) {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD, problem);
  }
}
