package dev.ironclaw.controlplane.event;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Events that are rows of a database: in the order in which they were committed, and still there after a restart.
public interface StoredEvents {
  /// Where the newest one stands.
  Place newest();

  /// All that came after that one, oldest first; empty where it is not known, so that nobody can tell what came after
  /// it: it is older than what is kept, or of another database.
  Optional<List<Stored>> after(Place place);

  /// A hub's that has no database.
  static StoredEvents none() {
    return new StoredEvents() {
      @Override
      public Place newest() {
        return Place.START;
      }

      @Override
      public Optional<List<Stored>> after(Place place) {
        return Optional.empty();
      }
    };
  }

  /// One event's place.
  ///
  /// @param number rises by one
  /// @param mark tells it from another event that had its number before an older state was put back
  record Place(long number, String mark) {
    /// Before the first one.
    public static final Place START = new Place(0, "0");
  }

  /// One event.
  record Stored(Place place, String type, Map<String, ?> data) {}
}
