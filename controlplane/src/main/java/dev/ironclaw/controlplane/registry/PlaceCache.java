package dev.ironclaw.controlplane.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.controlplane.registry.MessagingGroupStore.Place;
import dev.ironclaw.controlplane.store.Database;
import java.util.Optional;

/// Recently used messaging groups. Strangers' messages make new ones, so they are no part of the snapshot: each is kept
/// with the registry version that was current before it was read, and is read again after any change.
///
/// Threading: any thread.
final class PlaceCache {
  private final Database state;
  private final MessagingGroupStore store;
  private final SnapshotCache snapshots;
  private final Cache<MessagingGroupId, Known> byId = Caffeine.newBuilder().maximumSize(10_000).build();
  private final Cache<Place, Known> byPlace = Caffeine.newBuilder().maximumSize(10_000).build();

  PlaceCache(Database state, MessagingGroupStore store, SnapshotCache snapshots) {
    this.state = state;
    this.store = store;
    this.snapshots = snapshots;
  }

  private record Known(MessagingGroup group, long version) {}

  Optional<MessagingGroup> find(MessagingGroupId id) {
    return find(byId, id, connection -> store.find(connection, id));
  }

  Optional<MessagingGroup> find(Place place) {
    return find(byPlace, place, connection -> store.find(connection, place));
  }

  private <K> Optional<MessagingGroup> find(Cache<K, Known> cache, K key,
      Database.Work<Optional<MessagingGroup>> reading) {
    long version = snapshots.current().version();
    Known known = cache.getIfPresent(key);
    if (known != null && known.version() == version) {
      return Optional.of(known.group());
    }
    Optional<MessagingGroup> read = state.read(reading);
    read.ifPresent(group -> cache.put(key, new Known(group, version)));
    return read;
  }
}
