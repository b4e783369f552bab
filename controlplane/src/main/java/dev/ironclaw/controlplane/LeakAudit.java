package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.leak.LeakAction;
import dev.ironclaw.controlplane.leak.LeakListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Records which forms of secrets were found where, never which secret: the first of a sort at once, the others of an
/// hour as one sum, so that a box can't fill the log with them.
///
/// Threading: any thread; entries are written on one of its own, so that no stream waits for the log.
final class LeakAudit implements LeakListener, AutoCloseable {
  private static final int MOST_SORTS = 1_000;

  private final Consumer<AuditEvent> log;
  private final Duration window;
  private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
      Thread.ofPlatform().daemon().name("leak-audit").factory());
  /// How many there were besides the one that has an entry.
  private final Map<Sort, Long> more = new LinkedHashMap<>();

  LeakAudit(Consumer<AuditEvent> log, Duration window) {
    this.log = log;
    this.window = window;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private record Sort(String where, String pattern, LeakAction action) {
    AuditEvent entry(String times) {
      String deed = switch (action) {
        case BLOCK -> "was kept from going on";
        case REDACT -> "was taken out";
        case WARN -> "went on";
      };
      return new AuditEvent("leak", "", pattern, "system", "what looks like a secret " + deed + times + " in " + where);
    }
  }

  @Override
  public void found(String where, String pattern, LeakAction action) {
    Sort sort = new Sort(where, pattern, action);
    synchronized (more) {
      if (thread.isShutdown()) {
        return;
      }
      if (more.containsKey(sort)) {
        more.merge(sort, 1L, Long::sum);
        return;
      }
      if (more.size() >= MOST_SORTS) {
        sort = new Sort("other places", pattern, action);
        if (more.merge(sort, 1L, Long::sum) > 1) {
          return;
        }
      }
      if (more.isEmpty()) {
        var _ = thread.schedule(this::flush, window.toMillis(), TimeUnit.MILLISECONDS);
      }
      more.putIfAbsent(sort, 0L);
      AuditEvent first = sort.entry("");
      thread.execute(() -> log.accept(first));
    }
  }

  private void flush() {
    Map<Sort, Long> over;
    synchronized (more) {
      over = new LinkedHashMap<>(more);
      more.clear();
    }
    over.forEach((sort, times) -> {
      if (times > 0) {
        log.accept(sort.entry(" " + times + (times == 1 ? " more time" : " more times")));
      }
    });
  }

  /// Records what is left.
  @Override
  public void close() {
    thread.close();
    flush();
  }
}
