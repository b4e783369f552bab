package dev.ironclaw.contract.api;

import java.util.List;

/// A note of an agent. Its words have everything invisible made visible already.
///
/// @param changedBy who wrote it last: a conversation's agent or an operator
/// @param changedAt RFC 3339, UTC
public record NoteView(String id, String agentGroupId, String title, List<String> tags, String text, String changedBy,
    String changedAt) {
  public NoteView {
    tags = List.copyOf(tags);
  }
}
