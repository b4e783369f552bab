package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A clock and its alarms, moved by hand.
final class HandTimer implements Timer {
  final FakeClock clock = new FakeClock();
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(Instant when, Runnable task) {}

  @Override
  public Alarm at(Instant when, Runnable task) {
    Entry entry = new Entry(when, task);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  Instant now() {
    return clock.instant();
  }

  /// Time passes, and every alarm rings at its time.
  void pass(Duration time) {
    Instant end = now().plus(time);
    for (Instant next = next(end); !next.isAfter(end); next = next(end)) {
      clock.set(next);
      ring();
    }
    clock.set(end);
  }

  /// The clock is elsewhere at once, as after a sleep; then the alarms that were set for before then ring.
  void jump(Instant to) {
    clock.set(to);
    ring();
  }

  private Instant next(Instant end) {
    return entries.stream().map(Entry::when).min(Instant::compareTo).orElse(end.plusSeconds(1));
  }

  /// An alarm of the running process counts elapsed time, so it rings at last a minute after it was set.
  private void ring() {
    for (Entry entry : List.copyOf(entries)) {
      if (!entry.when().isAfter(now()) && entries.remove(entry)) {
        entry.task().run();
      }
    }
  }

  /// A minute of elapsed time is over, whatever the clock says.
  void ringAll() {
    for (Entry entry : List.copyOf(entries)) {
      if (entries.remove(entry)) {
        entry.task().run();
      }
    }
  }

  void forget() {
    entries.clear();
  }

  int alarms() {
    return entries.size();
  }
}
