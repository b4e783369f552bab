package dev.ironclaw.controlplane.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One hour of one share. Threading: its owner's lock.
final class RefusalWindow {
  private static final Duration HOUR = Duration.ofHours(1);
  /// More sorts than these are counted together; there are fewer in any share.
  private static final int MAX_SORTS = 32;
  private static final String OTHERS = "others";
  private static final int MAX_SOURCES = 64;

  private final Instant start;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  /// Where those that are only counted came from.
  private final Set<String> sources = new HashSet<>();
  private int entered;
  private long counted;
  private long nextTold = 1;

  RefusalWindow(Instant start) {
    this.start = start;
  }

  private static final class Tally {
    private int entered;
    private long counted;
  }

  Instant end() {
    return start.plus(HOUR);
  }

  /// A clock that was set back must not silence an agent's entries for ever.
  boolean isOver(Instant now) {
    return now.isBefore(start) || !now.isBefore(end());
  }

  long counted() {
    return counted;
  }

  /// Counts one in.
  ///
  /// @return whether it has an entry of its own: the first ones, and the first of each sort
  boolean enters(Refusal refusal) {
    Tally tally = tally(refusal.sort());
    if (entered < RefusalLimit.PER_HOUR || tally.entered == 0) {
      entered++;
      tally.entered++;
      return true;
    }
    counted += refusal.times();
    tally.counted += refusal.times();
    if (sources.size() < MAX_SOURCES) {
      sources.add(refusal.entry().actor() + " " + refusal.entry().subject());
    }
    return false;
  }

  /// Takes back one whose entry could not be written.
  void takeBack(Refusal refusal, boolean hadEntered) {
    Tally tally = tally(refusal.sort());
    if (hadEntered) {
      entered--;
      tally.entered--;
    } else {
      counted -= refusal.times();
      tally.counted -= refusal.times();
    }
  }

  /// Whether the count is to be told now: when it begins and each time that it has doubled, so that a process that is
  /// killed loses less than half of it.
  boolean isTold() {
    if (counted < nextTold) {
      return false;
    }
    nextTold = 2 * counted;
    return true;
  }

  /// What was told was lost: the next one tells it.
  void tellAgain() {
    nextTold = counted + 1;
  }

  private Tally tally(String sort) {
    boolean known = tallies.containsKey(sort) || tallies.size() < MAX_SORTS - 1;
    return tallies.computeIfAbsent(known ? sort : OTHERS, _ -> new Tally());
  }

  /// How many had no entry, of which sorts, and of how many sessions or boxes.
  String words() {
    String sorts = tallies.entrySet().stream().filter(entry -> entry.getValue().counted > 0)
        .map(entry -> entry.getKey() + " " + entry.getValue().counted).collect(Collectors.joining(", "));
    String from = sources.size() < MAX_SOURCES ? String.valueOf(sources.size()) : MAX_SOURCES + " or more";
    return counted + " more since " + start + " had no entry: " + sorts + "; sessions or boxes: " + from;
  }
}
