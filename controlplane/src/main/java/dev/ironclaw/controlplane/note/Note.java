package dev.ironclaw.controlplane.note;

import dev.ironclaw.contract.AgentGroupId;
import java.time.Instant;

/// One note of an agent.
///
/// @param id `note_` and 32 hexadecimal digits
/// @param changedBy who wrote it last, as a principal's name
public record Note(String id, AgentGroupId agentGroup, NoteForm form, String changedBy, Instant changedAt) {
  Note with(NoteForm other, String by, Instant at) {
    return new Note(id, agentGroup, other, by, at);
  }
}
