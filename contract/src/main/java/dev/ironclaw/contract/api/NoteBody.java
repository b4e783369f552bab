package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Body of `PUT /v1/agents/{id}/notes/{note}`: all of the note.
///
/// @param title left out: the first line of the text
/// @param tags left out: none
/// @param unchangedSince `changedAt` as it was when these words were begun: refused where the note was changed after
public record NoteBody(Optional<String> title, Optional<List<String>> tags, String text,
    Optional<String> unchangedSince) {
  public NoteBody {
    Required.field(text, "text");
  }
}
