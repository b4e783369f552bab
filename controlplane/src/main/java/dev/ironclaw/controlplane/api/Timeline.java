package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.TimelineView;
import dev.ironclaw.contract.api.TimelineView.EventView;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.queue.TranscriptRow;
import dev.ironclaw.controlplane.registry.Principal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What happened in one session: its conversation and what the audit log says about it, in one order. Each of the two has
/// its own place in a cursor, so what comes in meanwhile moves no page.
final class Timeline {
  private static final Set<String> APPROVAL = Set.of("submit", "verdict", "decision", "apply", "card", "grant");
  private static final Set<String> FAILURES = Set.of("box refused", "box park", "box freeze", "session stop-forced",
      "system refused", "delivery dead");

  private final SessionQueues queues;
  private final AuditLog audit;

  Timeline(SessionQueues queues, AuditLog audit) {
    this.queues = queues;
    this.audit = audit;
  }

  /// Where a page begins.
  ///
  /// @param said only messages before this time
  /// @param seq only entries below this one
  private record Place(Optional<Instant> said, long seq) {
    static final Place END = new Place(Optional.empty(), Long.MAX_VALUE);

    static Place parse(String text) {
      String[] parts = text.split("~", -1);
      if (parts.length == 2 && parts[1].matches("[0-9]{1,19}")) {
        try {
          return new Place(Optional.of(parts[0]).filter(time -> !time.isEmpty()).map(Instant::parse),
              Long.parseLong(parts[1]));
        } catch (DateTimeException | NumberFormatException e) {
          throw refused(e);
        }
      }
      throw refused(null);
    }

    private static IronclawException refused(@org.jspecify.annotations.Nullable Exception cause) {
      String words = "before must be what the page after it gave";
      return cause == null
          ? new IronclawException(ErrorCode.INVALID_REQUEST, words)
          : new IronclawException(ErrorCode.INVALID_REQUEST, words, cause);
    }

    @Override
    public String toString() {
      return said.map(Instant::toString).orElse("") + "~" + seq;
    }
  }

  /// @param before a place that another page gave
  TimelineView page(SessionId session, Optional<String> before, int limit) {
    Place place = before.map(Place::parse).orElse(Place.END);
    List<TranscriptRow> said = queues.of(session).transcriptHeads(place.said(), limit,
        TimelineView.MOST_CHARS);
    List<AuditRecord> logged = audit.trail(session.value(), new Principal.Agent(session).name(), place.seq(), limit);
    List<EventView> events = new ArrayList<>();
    int message = 0;
    int entry = 0;
    while (events.size() < limit && (message < said.size() || entry < logged.size())) {
      if (entry == logged.size() || (message < said.size()
          && said.get(message).timestamp().isAfter(logged.get(entry).time()))) {
        events.add(event(said.get(message++)));
      } else {
        events.add(event(logged.get(entry++)));
      }
    }
    // A full page may be the last one: the next is empty then.
    boolean more = events.size() == limit;
    Place next = new Place(message == 0 ? place.said() : Optional.of(said.get(message - 1).timestamp()),
        entry == 0 ? place.seq() : logged.get(entry - 1).seq());
    return new TimelineView(session.value(), events, more ? Optional.of(next.toString()) : Optional.empty());
  }

  private static EventView event(TranscriptRow row) {
    return event(row.id().value(), row.timestamp(), "message", row.fromAgent() ? "agent" : "user",
        row.fromAgent() ? "agent" : row.sender().orElse("user"), row.content(), Optional.empty());
  }

  private static EventView event(AuditRecord entry) {
    AuditEvent event = entry.event();
    return event("audit:" + entry.seq(), entry.time(), sort(event), event.stage() + " " + event.kind(), event.actor(),
        event.detail(), Optional.of(event.subject()).filter(id -> id.startsWith("chg_")));
  }

  private static String sort(AuditEvent event) {
    if (FAILURES.contains(event.stage() + " " + event.kind())) {
      return "failure";
    }
    return APPROVAL.contains(event.stage()) ? "approval" : event.stage().equals("model") ? "model" : "box";
  }

  private static EventView event(String id, Instant time, String sort, String kind, String actor, String text,
      Optional<String> change) {
    boolean cut = text.length() > TimelineView.MOST_CHARS;
    return new EventView(id, time.toString(), sort, kind, actor, Excerpt.start(text, TimelineView.MOST_CHARS), cut,
        change);
  }
}
