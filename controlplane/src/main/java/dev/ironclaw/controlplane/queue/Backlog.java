package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessageIn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which inbound rows are unfinished, and who follows them. In memory: the files are read once, at open.
///
/// Rows of one commit come back on several threads in any order. Each puts its row here; whoever completes the run of
/// seqs without a gap hands that run to the followers, so they see the order of the file.
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private final ReentrantLock lock = new ReentrantLock();
  private final NavigableMap<Long, MessageId> unfinished = new TreeMap<>();
  private final Map<MessageId, Waiting> waiting = new HashMap<>();
  private final NavigableMap<Long, MessageIn> unpublished = new TreeMap<>();
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private long published;
  private int turns;

  /// @param turn whether the box answers it
  /// @param startsTurn whether it starts a box for that
  private record Waiting(long seq, boolean turn, boolean startsTurn) {}

  private record Follower(Consumer<MessageIn> consumer) {}

  /// @param lastSeq of the file at open
  Backlog(Collection<MessageIn> rows, long lastSeq) {
    rows.forEach(this::keep);
    published = lastSeq;
  }

  void add(MessageIn row) {
    lock.lock();
    try {
      keep(row);
      unpublished.put(row.seq(), row);
      while (!unpublished.isEmpty() && unpublished.firstKey() == published + 2) {
        MessageIn next = unpublished.pollFirstEntry().getValue();
        published = next.seq();
        followers.forEach(follower -> hand(follower, next));
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(MessageIn row) {
    unfinished.put(row.seq(), row.id());
    boolean startsTurn = row.trigger() && !row.onWake();
    waiting.put(row.id(), new Waiting(row.seq(), row.trigger(), startsTurn));
    turns += startsTurn ? 1 : 0;
  }

  private void hand(Follower follower, MessageIn row) {
    try {
      follower.consumer().accept(row);
    } catch (RuntimeException e) {
      // The row is stored and the next follower gets it; the one that threw would miss it, so it is ended.
      LOG.warn("queue: a follower failed at seq {} and is ended", row.seq(), e);
      followers.remove(follower);
    }
  }

  /// Hands over what is unfinished above `seq`, and registers.
  ///
  /// @param load rows above a seq that the file does not know as finished, rising
  Runnable follow(long seq, LongFunction<List<MessageIn>> load, Consumer<MessageIn> consumer) {
    Follower follower = new Follower(consumer);
    lock.lock();
    try {
      for (MessageIn row : unfinishedOf(load.apply(seq))) {
        if (row.seq() <= published) {
          consumer.accept(row);
        }
      }
      followers.add(follower);
      return () -> followers.remove(follower);
    } finally {
      lock.unlock();
    }
  }

  /// Those of the rows that are unfinished.
  List<MessageIn> unfinishedOf(List<MessageIn> rows) {
    lock.lock();
    try {
      List<MessageIn> open = new ArrayList<>(rows);
      open.removeIf(row -> !unfinished.containsKey(row.seq()));
      return open;
    } finally {
      lock.unlock();
    }
  }

  boolean isUnfinished(MessageId id) {
    lock.lock();
    try {
      return waiting.containsKey(id);
    } finally {
      lock.unlock();
    }
  }

  void finish(Collection<MessageId> ids) {
    lock.lock();
    try {
      for (MessageId id : ids) {
        Waiting done = waiting.remove(id);
        if (done != null) {
          unfinished.remove(done.seq());
          turns -= done.startsTurn() ? 1 : 0;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// True where a row up to `seq` that the box answers is unfinished.
  boolean hasTurnUpTo(long seq) {
    lock.lock();
    try {
      return unfinished.headMap(seq, true).values().stream()
          .anyMatch(id -> Optional.ofNullable(waiting.get(id)).filter(Waiting::turn).isPresent());
    } finally {
      lock.unlock();
    }
  }

  /// True where a row above `seq` that the box answers is unfinished.
  boolean hasTurnAfter(long seq) {
    lock.lock();
    try {
      return unfinished.tailMap(seq, false).values().stream()
          .anyMatch(id -> Optional.ofNullable(waiting.get(id)).filter(Waiting::turn).isPresent());
    } finally {
      lock.unlock();
    }
  }

  boolean hasWork() {
    lock.lock();
    try {
      return turns > 0;
    } finally {
      lock.unlock();
    }
  }
}
