package dev.ironclaw.controlplane.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A clock and its alarms, moved by hand.
final class FakeTimer extends Clock implements Timer {
  private final List<Entry> entries = new ArrayList<>();
  private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456Z");
  private Instant now = START;

  @Override
  public synchronized Alarm at(Instant when, Runnable task) {
    Entry entry = new Entry(when, task);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  void advance(Duration by) {
    now = now.plus(by);
    for (List<Entry> due = due(); !due.isEmpty(); due = due()) {
      due.forEach(entry -> entry.task().run());
    }
  }

  /// Time passes and nobody hears the alarms.
  void oversleep(Duration by) {
    now = now.plus(by);
  }

  void rewind() {
    now = START;
    forgetAlarms();
  }

  synchronized void forgetAlarms() {
    entries.clear();
  }

  synchronized int alarms() {
    return entries.size();
  }

  private synchronized List<Entry> due() {
    List<Entry> due = new ArrayList<>(entries.stream().filter(entry -> !entry.when().isAfter(now)).toList());
    due.sort(Comparator.comparing(Entry::when));
    entries.removeAll(due);
    return due;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  private record Entry(Instant when, Runnable task) {}
}
