package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Answer of `GET /v1/ui/sessions/{id}/timeline`: one page, newest first.
///
/// @param before where the next page begins, for the query of that name; empty where this is the last
public record TimelineView(String sessionId, List<EventView> events, Optional<String> before) {
  public TimelineView {
    events = List.copyOf(events);
  }

  /// Longest text of an event; more is cut.
  public static final int MOST_CHARS = 2_000;

  /// One thing that happened.
  ///
  /// @param id of the message, or `audit:` and the entry's seq
  /// @param time RFC 3339, UTC
  /// @param sort `message`, `model`, `approval`, `box` or `failure`
  /// @param kind `user` or `agent` for a message, else stage and kind of the audit entry
  /// @param actor who did it
  /// @param text a message's words or an entry's detail, at most [#MOST_CHARS] characters
  /// @param cut true where more was said
  /// @param changeId the change that it is about
  public record EventView(String id, String time, String sort, String kind, String actor, String text, boolean cut,
      Optional<String> changeId) {}
}
