package dev.ironclaw.controlplane.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The feed to the event stream. Ids are `<epoch>-<n>`: a reader that comes back with an id of this epoch that is still
/// kept gets what it missed, any other gets a `resync` event and reloads.
///
/// Threading: any thread; publishing never waits for a reader (one that is too slow is cut off and comes back).
public final class EventHub implements AutoCloseable {
  private final Limits limits;
  private final String epoch;
  private final Deque<Reader.Entry> kept = new ArrayDeque<>();
  private final Set<Reader> readers = new LinkedHashSet<>();
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

  /// Sends one event to every reader.
  ///
  /// @param type for example `chat.message`, `chat.partial`, `change.pending`, `change.decided`, `session.state`
  /// @param data JSON-ready values
  /// @param keep false for a passing event (partial text): never replayed, and dropped for a reader that lags
  public void publish(String type, Map<String, ?> data, boolean keep) {
    long weight = Weight.of(data);
    synchronized (this) {
      if (closed) {
        return;
      }
      last++;
      Reader.Entry entry = new Reader.Entry(new HubEvent(id(last), type, data), last, keep, weight);
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
  /// since `lastEventId`, or with `resync` where that is not known any more. The last event is `closed`, unless the
  /// subscriber closes first.
  public synchronized Subscription subscribe(Optional<String> lastEventId, Consumer<HubEvent> consumer) {
    Reader reader = new Reader(consumer, limits);
    lastEventId.ifPresent(id -> catchUp(reader, id));
    if (closed) {
      reader.end(closedEvent(), false);
    } else {
      readers.add(reader);
    }
    Thread.ofVirtual().name("event-reader").start(reader);
    return () -> leave(reader);
  }

  /// The id of the newest event: whoever loads a page and then subscribes from here misses nothing.
  public synchronized String lastId() {
    return id(last);
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

  private void catchUp(Reader reader, String lastEventId) {
    Optional<Long> seen = numberOf(lastEventId);
    if (seen.isEmpty() || seen.get() < forgotten || seen.get() > last) {
      reader.replay(new Reader.Entry(new HubEvent(id(last), HubEvent.RESYNC, Map.of()), last, true, 0));
      return;
    }
    kept.stream().filter(entry -> entry.number() > seen.get()).forEach(reader::replay);
  }

  private synchronized void leave(Reader reader) {
    readers.remove(reader);
    reader.leave();
  }

  private Optional<Long> numberOf(String id) {
    String prefix = epoch + "-";
    if (!id.startsWith(prefix) || !id.substring(prefix.length()).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(id.substring(prefix.length())));
  }

  private String id(long number) {
    return epoch + "-" + number;
  }

  private HubEvent closedEvent() {
    return new HubEvent(id(last), HubEvent.CLOSED, Map.of());
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
