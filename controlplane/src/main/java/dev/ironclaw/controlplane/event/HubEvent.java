package dev.ironclaw.controlplane.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One event as a reader gets it.
///
/// @param id an [EventId] as text; a reader that comes back names the last one that it saw
/// @param type as published, or [#RESYNC], or [#CLOSED]
/// @param data JSON-ready values, in the order in which they were given
public record HubEvent(String id, String type, Map<String, ?> data) {
  /// What came before is not known any more: load everything anew and go on from this id. With `complete`, a list: the
  /// events whose type begins with one of these words were all sent before this one.
  public static final String RESYNC = "resync";
  /// The last event of every subscription that its reader did not end: it was too slow, or the hub closed. Not for the
  /// wire.
  public static final String CLOSED = "closed";

  public HubEvent {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  public boolean isClosed() {
    return type.equals(CLOSED);
  }
}
