package dev.ironclaw.client;

import dev.ironclaw.contract.api.NoteBody;
import dev.ironclaw.contract.api.NoteRemoved;
import dev.ironclaw.contract.api.NoteView;
import java.util.List;
import java.util.Optional;

/// What agents remember.
public final class NotesClient {
  private final Http http;

  NotesClient(Http http) {
    this.http = http;
  }

  /// Best first for a query; changed last first without one.
  public List<NoteView> list(String agentId, Optional<String> query) {
    return Wire.readList(
        http.call("GET", notes(agentId) + query.map(words -> "?query=" + Wire.part(words)).orElse(""), null),
        NoteView.class);
  }

  public NoteView find(String agentId, String id) {
    return Wire.read(http.call("GET", notes(agentId) + "/" + Wire.part(id), null), NoteView.class);
  }

  /// Puts other words in it.
  public NoteView change(String agentId, String id, NoteBody note) {
    return Wire.read(http.call("PUT", notes(agentId) + "/" + Wire.part(id), note), NoteView.class);
  }

  /// Erases it.
  public NoteRemoved remove(String agentId, String id) {
    return Wire.read(http.call("DELETE", notes(agentId) + "/" + Wire.part(id), null), NoteRemoved.class);
  }

  private static String notes(String agentId) {
    return "/v1/agents/" + Wire.part(agentId) + "/notes";
  }
}
