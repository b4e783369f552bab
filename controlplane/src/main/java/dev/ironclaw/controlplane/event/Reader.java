package dev.ironclaw.controlplane.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits for one reader, and the thread that hands it over.
///
/// Threading: [#offer] and [#end] from any thread and never blocking; the consumer is only called on this reader's own
/// virtual thread.
final class Reader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Reader.class);

  private final Consumer<HubEvent> consumer;
  private final EventHub.Limits limits;
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private long weight;
  private boolean ended;

  Reader(Consumer<HubEvent> consumer, EventHub.Limits limits) {
    this.consumer = consumer;
    this.limits = limits;
  }

  /// For what a reader missed: bounded by what the hub keeps, so it does not count as being slow.
  synchronized void replay(Entry entry) {
    waiting.addLast(new Entry(entry.event(), entry.number(), true, 0));
    notifyAll();
  }

  /// False where the reader is too slow and must be cut off.
  synchronized boolean offer(Entry entry) {
    if (ended || (!entry.kept() && waiting.size() >= limits.passing())) {
      return true;
    }
    if (waiting.size() >= limits.waiting() || weight + entry.weight() > limits.weight()) {
      return false;
    }
    weight += entry.weight();
    waiting.addLast(entry);
    notifyAll();
    return true;
  }

  /// Nothing more comes but `last`; what waits is dropped where `now`.
  synchronized void end(HubEvent last, boolean now) {
    if (ended) {
      return;
    }
    ended = true;
    if (now) {
      waiting.clear();
    }
    waiting.addLast(new Entry(last, 0, true, 0));
    notifyAll();
  }

  /// The reader left by itself: nothing more comes at all.
  synchronized void leave() {
    ended = true;
    waiting.clear();
    notifyAll();
  }

  @Override
  public void run() {
    try {
      for (Entry entry = take(); entry != null; entry = take()) {
        consumer.accept(entry.event());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // A reader whose connection broke ends its own subscription and nobody else's.
      LOG.debug("event reader failed, it is cut off", e);
    } finally {
      leave();
    }
  }

  synchronized boolean isOver() {
    return ended && waiting.isEmpty();
  }

  private synchronized @Nullable Entry take() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (ended) {
        return null;
      }
      wait();
    }
    Entry entry = waiting.removeFirst();
    weight -= entry.weight();
    return entry;
  }

  /// One event on its way.
  ///
  /// @param kept false for a passing event
  record Entry(HubEvent event, long number, boolean kept, long weight) {}
}
