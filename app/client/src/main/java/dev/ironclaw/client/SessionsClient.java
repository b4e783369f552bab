package dev.ironclaw.client;

import dev.ironclaw.contract.api.InboxView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.contract.api.SessionUsageView;
import dev.ironclaw.contract.api.StopResult;
import dev.ironclaw.contract.api.TimelineView;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What was said and done in one conversation, page by page from its end, and what boxes use; `docs/api.md` has what the routes mean. Every
/// method throws [ApiException].
///
/// Threading: any thread. Ends with the client that gave it.
public final class SessionsClient {
  private static final int NOT_FOUND = 404;

  private final Http http;

  SessionsClient(Http http) {
    this.http = http;
  }

  /// The newest messages of both sides, oldest of them first.
  ///
  /// @param before id of a message; empty for the newest of all
  public MessagesView newest(String agentId, Optional<String> before, int limit) {
    return Wire.read(http.call("GET", "/v1/ui/chat/" + Wire.part(agentId) + "/messages?limit=" + limit
        + before.map(id -> "&before=" + Wire.part(id)).orElse("&newest=true") + "&include=all", null),
        MessagesView.class);
  }

  /// Lays a file into the workspace of an agent, at most 10 MiB; the message about it names the path of the answer.
  public InboxView sendFile(String agentId, String name, byte[] content) {
    return Wire.read(http.upload("/v1/agents/" + Wire.part(agentId) + "/inbox?name=" + Wire.part(name), content),
        InboxView.class);
  }

  /// Copies what is in a file that came with a message.
  ///
  /// @throws IOException where it can't be written
  public void attachment(String sessionId, String attachmentId, OutputStream out) throws IOException {
    http.download("/v1/sessions/" + Wire.part(sessionId) + "/attachments/" + Wire.part(attachmentId), Set.of(), out);
  }

  /// Ends what is being answered in a session; what there is of the answer stays, and the box too.
  public StopResult stop(String sessionId) {
    return Wire.read(http.call("POST", "/v1/ui/sessions/" + Wire.part(sessionId) + "/stop", null), StopResult.class);
  }

  /// What the boxes of sessions use of the machine, measured now; none from a control plane that does not know of it.
  public List<SessionUsageView> usage() {
    try {
      return Wire.readList(http.call("GET", "/v1/ui/sessions/usage", null), SessionUsageView.class);
    } catch (ApiException e) {
      if (e.status() == NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  /// What happened in a session, newest first.
  ///
  /// @param before where the page before ended, as it says; empty for the newest
  public TimelineView timeline(String sessionId, Optional<String> before, int limit) {
    return Wire.read(http.call("GET", "/v1/ui/sessions/" + Wire.part(sessionId) + "/timeline?limit=" + limit
        + before.map(place -> "&before=" + Wire.part(place)).orElse(""), null), TimelineView.class);
  }
}
