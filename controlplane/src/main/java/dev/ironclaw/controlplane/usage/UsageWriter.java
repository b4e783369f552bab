package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.IronclawException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores what calls came to, many in one transaction, on a thread of its own: no call waits for it.
final class UsageWriter implements AutoCloseable {
  /// A call that is over.
  record Entry(Charge charge, Spent spent) {}

  private static final Logger LOG = LoggerFactory.getLogger(UsageWriter.class);
  private static final long MOMENT_MILLIS = 50;
  private static final long BETWEEN_NEWS_MILLIS = 1_000;
  private static final int MOST_AT_ONCE = 500;
  private static final int MOST_WAITING = 100_000;

  private final Consumer<List<Entry>> store;
  private final Runnable news;
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("usage").factory());
  private final List<Entry> waiting = new ArrayList<>();
  private boolean scheduled;
  private boolean told;

  /// @param store must write all or throw
  /// @param news runs after something was stored, at most once a second
  UsageWriter(Consumer<List<Entry>> store, Runnable news) {
    this.store = store;
    this.news = news;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  void add(Charge charge, Spent spent) {
    synchronized (waiting) {
      if (waiting.size() >= MOST_WAITING) {
        // Only where the disk has failed for long. A reservation among them is counted at the next start.
        LOG.error("step=count model calls can't be stored and are not counted any more; see the disk");
        return;
      }
      waiting.add(new Entry(charge, spent));
      if (!scheduled && !thread.isShutdown()) {
        scheduled = true;
        var _ = thread.schedule(this::flush, MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  /// Stores what waits, before it returns.
  synchronized void flush() {
    synchronized (waiting) {
      scheduled = false;
    }
    for (List<Entry> some = some(); !some.isEmpty(); some = some()) {
      try {
        store.accept(some);
      } catch (IronclawException e) {
        LOG.error("step=count what {} model calls came to can't be stored: {}", some.size(), e.getMessage());
        synchronized (waiting) {
          waiting.addAll(0, some);
        }
        return;
      }
      tell();
    }
  }

  private List<Entry> some() {
    synchronized (waiting) {
      List<Entry> head = waiting.subList(0, Math.min(MOST_AT_ONCE, waiting.size()));
      List<Entry> some = List.copyOf(head);
      head.clear();
      return some;
    }
  }

  private void tell() {
    if (!told && !thread.isShutdown()) {
      told = true;
      var _ = thread.schedule(this::toldAgain, BETWEEN_NEWS_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void toldAgain() {
    told = false;
    news.run();
  }

  @Override
  public void close() {
    thread.shutdown();
    flush();
  }
}
