package dev.ironclaw.controlplane.event;

import java.util.Map;

/// The feed to the event stream. Ids are `<epoch>-<n>`: a reader that comes back with an id of this epoch that is still
/// kept gets what it missed, any other gets a `resync` event and reloads.
///
/// Threading: any thread; publishing never waits for a reader (one that is too slow is cut off and comes back).
public final class EventHub implements AutoCloseable {
  /// Sends one event to every reader.
  ///
  /// @param type for example `chat.message`, `chat.partial`, `change.pending`, `change.decided`, `session.state`
  /// @param data JSON-ready values
  /// @param kept false for a passing event (partial text) that is never replayed
  public void publish(String type, Map<String, ?> data, boolean kept) {
    throw new UnsupportedOperationException("skeleton");
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("skeleton");
  }
}
