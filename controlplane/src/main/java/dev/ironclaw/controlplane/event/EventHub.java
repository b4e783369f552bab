package dev.ironclaw.controlplane.event;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.event.StoredEvents.Place;
import dev.ironclaw.controlplane.event.StoredEvents.Stored;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The feed to the event stream. A reader that comes back with an [EventId] of this start that is still kept gets all
/// that it missed. Any other gets what the database has of it, the changes, and then `resync`, to load the rest anew.
///
/// Threading: any thread; publishing never waits for a reader (one that is too slow is cut off and comes back), nor for the
/// database; only [#publishStored] reads it.
public final class EventHub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

  private final Limits limits;
  private final String epoch;
  private final Deque<Reader.Entry> kept = new ArrayDeque<>();
  private final Set<Reader> readers = new LinkedHashSet<>();
  private final Object storedOrder = new Object();
  private volatile StoredEvents stored = StoredEvents.none();
  private Place place = Place.START;
  private long keptWeight;
  private long last;
  private long forgotten;
  private boolean closed;

  /// @param random chooses the epoch, so that an id of an earlier start is never taken for one of this
  public EventHub(RandomGenerator random) {
    this(random, Limits.DEFAULT);
  }

  EventHub(RandomGenerator random, Limits limits) {
    this.limits = limits;
    this.epoch = "%016x".formatted(random.nextLong());
  }

  /// Whose rows the stored events are; before anybody subscribes.
  public void store(StoredEvents events) {
    Place newest = events.newest();
    synchronized (this) {
      stored = events;
      place = newest;
    }
  }

  /// Sends the stored events that were committed since the last call, each once, in their order. One that can't be read
  /// now is sent with the next.
  public void publishStored() {
    synchronized (storedOrder) {
      Place sent = place();
      try {
        Optional<List<Stored>> news = stored.after(sent);
        if (news.isPresent()) {
          news.get().forEach(event -> publish(event.type(), event.data(), true, Optional.of(event.place())));
        } else {
          publish(HubEvent.RESYNC, Map.of(), true, Optional.of(stored.newest()));
        }
      } catch (IronclawException e) {
        LOG.warn("stored events can't be read now; they are sent with the next", e);
      }
    }
  }

  /// Sends one event to every reader.
  ///
  /// @param type for example `chat.message`, `chat.partial`, `change.pending`, `change.decided`, `session.state`
  /// @param data JSON-ready values
  /// @param keep false for a passing event (partial text): never replayed, and dropped for a reader that lags
  public void publish(String type, Map<String, ?> data, boolean keep) {
    publish(type, data, keep, Optional.empty());
  }

  private void publish(String type, Map<String, ?> data, boolean keep, Optional<Place> at) {
    long weight = Weight.of(data);
    synchronized (this) {
      if (closed) {
        return;
      }
      last++;
      place = at.orElse(place);
      Reader.Entry entry = new Reader.Entry(new HubEvent(lastId(), type, data), last, keep, weight);
      if (keep) {
        keep(entry);
      }
      readers.removeIf(Reader::isOver);
      readers.removeIf(reader -> {
        boolean tooSlow = !reader.offer(entry);
        if (tooSlow) {
          reader.end(closedEvent(), true);
        }
        return tooSlow;
      });
    }
  }

  /// Calls the consumer with every event from now on, in order, on a thread of its own; first with what was missed
  /// since `lastEventId`, and with `resync` where that is not all. The last event is `closed`, unless the
  /// subscriber closes first.
  public Subscription subscribe(Optional<String> lastEventId, Consumer<HubEvent> consumer) {
    Reader reader = new Reader(consumer, limits);
    Optional<EventId> seen = lastEventId.flatMap(EventId::parse);
    if (lastEventId.isEmpty()) {
      join(reader, () -> {});
    } else if (!joinWhereRemembered(reader, seen)) {
      EventId before = newest();
      // The database may be slow: nobody who publishes waits for that.
      Optional<List<Stored>> missed = seen.flatMap(id -> storedAfter(id.place()));
      join(reader, () -> catchUp(reader, before, missed));
    }
    Thread.ofVirtual().name("event-reader").start(reader);
    return () -> leave(reader);
  }

  /// The id of the newest event: whoever loads a page and then subscribes from here misses nothing.
  public String lastId() {
    return newest().toString();
  }

  private synchronized EventId newest() {
    return new EventId(epoch, last, place);
  }

  private synchronized Place place() {
    return place;
  }

  /// Every reader gets what waits for it and then `closed`. Publishing afterwards does nothing.
  @Override
  public synchronized void close() {
    closed = true;
    readers.forEach(reader -> reader.end(closedEvent(), false));
    readers.clear();
  }

  private void keep(Reader.Entry entry) {
    kept.addLast(entry);
    keptWeight += entry.weight();
    while (kept.size() > limits.kept() || (keptWeight > limits.weight() && kept.size() > 1)) {
      Reader.Entry oldest = kept.removeFirst();
      keptWeight -= oldest.weight();
      forgotten = oldest.number();
    }
  }

  private synchronized void join(Reader reader, Runnable first) {
    first.run();
    if (closed) {
      reader.end(closedEvent(), false);
    } else {
      readers.add(reader);
    }
  }

  private synchronized boolean joinWhereRemembered(Reader reader, Optional<EventId> seen) {
    Optional<EventId> remembered = seen
        .filter(id -> id.epoch().equals(epoch) && id.number() >= forgotten && id.number() <= last);
    remembered.ifPresent(id -> join(reader, () -> replayAfter(reader, id.number())));
    return remembered.isPresent();
  }

  private void replayAfter(Reader reader, long number) {
    kept.stream().filter(entry -> entry.number() > number).forEach(reader::replay);
  }

  /// @param before where the hub stood before the missed events were read: what was published since comes after them
  private void catchUp(Reader reader, EventId before, Optional<List<Stored>> missed) {
    if (before.number() < forgotten) {
      reader.replay(resync(newest(), Map.of()));
      return;
    }
    missed.stream().flatMap(List::stream).filter(event -> event.place().number() <= before.place().number())
        .forEach(event -> reader.replay(new Reader.Entry(
            new HubEvent(EventId.stored(event.place()).toString(), event.type(), event.data()), last, true, 0)));
    reader.replay(resync(before, missed.isPresent() ? Map.of("complete", List.of("change")) : Map.of()));
    replayAfter(reader, before.number());
  }

  private static Reader.Entry resync(EventId at, Map<String, ?> data) {
    return new Reader.Entry(new HubEvent(at.toString(), HubEvent.RESYNC, data), at.number(), true, 0);
  }

  private Optional<List<Stored>> storedAfter(Place seen) {
    try {
      return stored.after(seen);
    } catch (IronclawException e) {
      LOG.warn("stored events can't be read now; a reader is told to load everything anew", e);
      return Optional.empty();
    }
  }

  private synchronized void leave(Reader reader) {
    readers.remove(reader);
    reader.leave();
  }

  private HubEvent closedEvent() {
    return new HubEvent(lastId(), HubEvent.CLOSED, Map.of());
  }

  /// Bounds of memory.
  ///
  /// @param kept events that can be replayed
  /// @param waiting events that may wait for one reader
  /// @param passing from how many waiting events on a reader gets no passing ones
  /// @param weight chars, roughly: of all kept events, and of what waits for one reader
  record Limits(int kept, int waiting, int passing, long weight) {
    static final Limits DEFAULT = new Limits(4_096, 1_024, 64, 16L << 20);
  }
}
