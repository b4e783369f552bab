package dev.ironclaw.desktop.note;

import dev.ironclaw.contract.api.NoteBody;
import dev.ironclaw.contract.api.NoteView;
import dev.ironclaw.desktop.shell.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Other words for a note, as somebody types them.
///
/// @param base the note as it was when they were begun
/// @param tags with commas between them
public record NoteDraft(NoteView base, String title, String tags, String text) {
  /// As the control plane has it.
  private static final int MOST_BYTES = 8 * 1024;
  private static final int MOST_TITLE = 120;
  private static final int MOST_TAGS = 8;
  private static final int MOST_TAG = 40;

  static NoteDraft of(NoteView note) {
    return new NoteDraft(note, note.title(), String.join(", ", note.tags()), note.text());
  }

  boolean isDirty() {
    return !title.strip().equals(base.title()) || !marks().equals(base.tags()) || !text.strip().equals(base.text());
  }

  private List<String> marks() {
    return Arrays.stream(tags.split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).distinct().toList();
  }

  /// The same words over another state of the note.
  NoteDraft onto(NoteView now) {
    return new NoteDraft(now, title, tags, text);
  }

  /// What speaks against it, by `title`, `tags` and `text`.
  Map<String, String> objections(Texts texts) {
    Map<String, String> found = new LinkedHashMap<>();
    if (title.length() > MOST_TITLE) {
      found.put("title", texts.of("notes.rule.title", MOST_TITLE));
    }
    if (marks().size() > MOST_TAGS || marks().stream().anyMatch(tag -> tag.length() > MOST_TAG)) {
      found.put("tags", texts.of("notes.rule.tags", MOST_TAGS, MOST_TAG));
    }
    int bytes = text.strip().getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0) {
      found.put("text", texts.of("notes.rule.empty"));
    } else if (bytes > MOST_BYTES) {
      found.put("text", texts.of("notes.rule.long", bytes - MOST_BYTES));
    }
    return found;
  }

  NoteBody body() {
    return new NoteBody(Optional.of(title.strip()), Optional.of(marks()), text, Optional.of(base.changedAt()));
  }
}
