package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.AgentGroupId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// Keeps an agent from filling the log with what it is refused, and from hiding one thing behind many others: in an hour
/// [#PER_HOUR] of each stage and [Refusal.Share] have an entry each, and the first of each sort. The others are counted by
/// sort: an entry has the count when it begins, at each doubling and when the hour is over. All sessions and boxes of an
/// agent share the hour, which begins with its first refusal. What is held is forgotten with the process, but for the
/// counts at [#close].
///
/// Threading: any thread.
public final class RefusalLimit implements AutoCloseable {
  public static final int PER_HOUR = 30;

  private final Consumer<AuditEvent> log;
  private final Clock clock;
  private final BiConsumer<Instant, Runnable> alarm;
  private final Map<Key, RefusalWindow> windows = new HashMap<>();

  /// @param log takes the entry that says how many had none
  /// @param alarm runs something at that moment or later, on another thread
  public RefusalLimit(Consumer<AuditEvent> log, Clock clock, BiConsumer<Instant, Runnable> alarm) {
    this.log = log;
    this.clock = clock;
    this.alarm = alarm;
  }

  private record Key(AgentGroupId agent, String stage, Refusal.Share share) {}

  /// What is to be recorded of one refusal.
  ///
  /// @param entries none, the refusal's own, or the count of those that have none
  /// @param fullUntil where the refusal itself has no entry: when the next ones have
  public record Ruling(List<AuditEvent> entries, Optional<Instant> fullUntil) {
    public Ruling {
      entries = List.copyOf(entries);
    }
  }

  /// Has one refusal recorded as far as the hour lets it. What is not recorded because `deed` fails does not count.
  ///
  /// @param deed records exactly the ruling's entries
  public <T> T within(AgentGroupId agent, Refusal refusal, Function<Ruling, T> deed) {
    Key key = new Key(agent, refusal.entry().stage(), refusal.share());
    Optional<AuditEvent> before;
    RefusalWindow window;
    Ruling ruling;
    boolean first;
    synchronized (windows) {
      before = endIfOver(key);
      window = windows.computeIfAbsent(key, _ -> new RefusalWindow(clock.instant()));
      ruling = rule(key, window, refusal);
      first = ruling.fullUntil().isPresent() && window.counted() == refusal.times();
    }
    before.ifPresent(log);
    if (first) {
      alarm.accept(window.end(), () -> ring(key, window));
    }
    try {
      return deed.apply(ruling);
    } catch (RuntimeException | Error e) {
      takeBack(window, refusal, ruling);
      throw e;
    }
  }

  private Optional<AuditEvent> endIfOver(Key key) {
    Instant now = clock.instant();
    RefusalWindow window = windows.get(key);
    Optional<AuditEvent> last = Optional.empty();
    if (window != null && window.isOver(now)) {
      windows.remove(key);
      last = last(key, window);
    }
    // Those with a count left wait for their alarm.
    windows.values().removeIf(other -> other.counted() == 0 && other.isOver(now));
    return last;
  }

  private static Ruling rule(Key key, RefusalWindow window, Refusal refusal) {
    if (window.enters(refusal)) {
      return new Ruling(List.of(refusal.entry()), Optional.empty());
    }
    return new Ruling(window.isTold()
        ? List.of(limit(key, PER_HOUR + " entries are the share of what is " + key.share().words() + ", until "
            + window.end() + "; " + window.words()))
        : List.of(), Optional.of(window.end()));
  }

  private void takeBack(RefusalWindow window, Refusal refusal, Ruling ruling) {
    synchronized (windows) {
      window.takeBack(refusal, ruling.fullUntil().isEmpty());
      if (ruling.fullUntil().isPresent() && !ruling.entries().isEmpty()) {
        window.tellAgain();
      }
    }
  }

  private void ring(Key key, RefusalWindow window) {
    Optional<AuditEvent> last;
    synchronized (windows) {
      if (windows.get(key) != window) {
        return;
      }
      if (!window.isOver(clock.instant())) {
        alarm.accept(window.end(), () -> ring(key, window));
        return;
      }
      windows.remove(key);
      last = last(key, window);
    }
    last.ifPresent(log);
  }

  private static Optional<AuditEvent> last(Key key, RefusalWindow window) {
    return window.counted() > 0 ? Optional.of(limit(key, "and " + window.words())) : Optional.empty();
  }

  private static AuditEvent limit(Key key, String detail) {
    return new AuditEvent(key.stage(), key.agent().value(), "limit", "system", detail, key.agent().value());
  }

  /// How many windows are held.
  int held() {
    synchronized (windows) {
      return windows.size();
    }
  }

  /// Records the counts that are left.
  @Override
  public void close() {
    List<AuditEvent> rest;
    synchronized (windows) {
      rest = windows.entrySet().stream().flatMap(entry -> last(entry.getKey(), entry.getValue()).stream()).toList();
      windows.clear();
    }
    rest.forEach(log);
  }
}
