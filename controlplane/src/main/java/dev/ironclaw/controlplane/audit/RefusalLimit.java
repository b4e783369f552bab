package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.AgentGroupId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// Keeps an agent from filling the log with what it is refused: in an hour [#PER_HOUR] refusals of each stage have an
/// entry each, then one says that more have none, and when the hour is over one says how many. All sessions and boxes of
/// an agent share the hour. What is held is forgotten with the process, but for the count at [#close].
///
/// Threading: any thread.
public final class RefusalLimit implements AutoCloseable {
  public static final int PER_HOUR = 30;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Consumer<AuditEvent> log;
  private final Clock clock;
  private final BiConsumer<Instant, Runnable> alarm;
  private final Map<Key, Window> windows = new HashMap<>();

  /// @param log takes the entry that says how many had none
  /// @param alarm runs something at that moment or later, on another thread
  public RefusalLimit(Consumer<AuditEvent> log, Clock clock, BiConsumer<Instant, Runnable> alarm) {
    this.log = log;
    this.clock = clock;
    this.alarm = alarm;
  }

  private record Key(AgentGroupId agent, String stage) {}

  private static final class Window {
    private final Instant start;
    private int entered;
    private long leftOut;
    private boolean told;

    Window(Instant start) {
      this.start = start;
    }

    Instant end() {
      return start.plus(HOUR);
    }

    /// A clock that was set back must not silence an agent's entries for ever.
    boolean isOver(Instant now) {
      return now.isBefore(start) || !now.isBefore(end());
    }
  }

  /// What is to be recorded of one refusal.
  ///
  /// @param entries none, the refusal's own, or the one that says that there are no more
  /// @param fullUntil where the refusal itself has no entry: when the next ones have
  public record Ruling(List<AuditEvent> entries, Optional<Instant> fullUntil) {
    public Ruling {
      entries = List.copyOf(entries);
    }
  }

  /// Has one refusal recorded as far as the hour lets it. What is not recorded because `deed` fails does not count.
  ///
  /// @param deed records exactly the ruling's entries
  public <T> T within(AgentGroupId agent, AuditEvent refusal, Function<Ruling, T> deed) {
    Key key = new Key(agent, refusal.stage());
    Window window = current(key);
    Ruling ruling = rule(key, window, refusal);
    try {
      return deed.apply(ruling);
    } catch (RuntimeException | Error e) {
      giveBack(window, ruling);
      throw e;
    }
  }

  private Window current(Key key) {
    Optional<Window> over = Optional.empty();
    Window window;
    synchronized (windows) {
      Instant now = clock.instant();
      window = windows.get(key);
      if (window == null || window.isOver(now)) {
        over = Optional.ofNullable(window);
        // Those with a count left wait for their alarm.
        windows.values().removeIf(other -> other.leftOut == 0 && other.isOver(now));
        window = new Window(now);
        windows.put(key, window);
      }
    }
    over.ifPresent(old -> tell(key, old));
    return window;
  }

  private Ruling rule(Key key, Window window, AuditEvent refusal) {
    boolean first;
    Ruling ruling;
    synchronized (windows) {
      if (window.entered < PER_HOUR) {
        window.entered++;
        return new Ruling(List.of(refusal), Optional.empty());
      }
      first = window.leftOut == 0;
      window.leftOut++;
      ruling = new Ruling(window.told
          ? List.of()
          : List.of(limit(key, PER_HOUR
              + " entries within an hour are its share: what more it is refused has no entry until " + window.end())),
          Optional.of(window.end()));
      window.told = true;
    }
    if (first) {
      alarm.accept(window.end(), () -> ring(key, window));
    }
    return ruling;
  }

  private void giveBack(Window window, Ruling ruling) {
    synchronized (windows) {
      if (ruling.fullUntil().isEmpty()) {
        window.entered--;
      } else {
        window.leftOut--;
        window.told &= ruling.entries().isEmpty();
      }
    }
  }

  private void ring(Key key, Window window) {
    synchronized (windows) {
      if (windows.get(key) != window) {
        return;
      }
      if (window.isOver(clock.instant())) {
        windows.remove(key);
      } else {
        alarm.accept(window.end(), () -> ring(key, window));
        return;
      }
    }
    tell(key, window);
  }

  private void tell(Key key, Window window) {
    long count;
    synchronized (windows) {
      count = window.leftOut;
      window.leftOut = 0;
    }
    if (count > 0) {
      log.accept(limit(key, "and " + count + " more since " + window.start + " had no entry"));
    }
  }

  private static AuditEvent limit(Key key, String detail) {
    return new AuditEvent(key.stage(), key.agent().value(), "limit", "system", detail, key.agent().value());
  }

  /// How many agents and stages are held.
  int held() {
    synchronized (windows) {
      return windows.size();
    }
  }

  /// Records the counts that are left.
  @Override
  public void close() {
    Map<Key, Window> rest;
    synchronized (windows) {
      rest = Map.copyOf(windows);
      windows.clear();
    }
    rest.forEach(this::tell);
  }
}
