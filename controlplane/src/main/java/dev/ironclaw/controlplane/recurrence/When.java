package dev.ironclaw.controlplane.recurrence;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All the times of one thing that happens by itself.
///
/// @param runAt the first time; empty: the recurrence says
/// @param anchor what a recurrence counts from where there is no first time
/// @param until no time is after it
public record When(Optional<Instant> runAt, Optional<Recurrence> recurrence, Instant anchor, ZoneId zone,
    Optional<Instant> until) {

  /// The first time after `after`.
  public Optional<Instant> next(Instant after) {
    return unbounded(after).filter(time -> until.filter(time::isAfter).isEmpty());
  }

  private Optional<Instant> unbounded(Instant after) {
    Optional<Instant> first = runAt.filter(time -> time.isAfter(after));
    if (first.isPresent()) {
      return first;
    }
    Instant from = runAt.orElse(anchor);
    return recurrence.flatMap(rule -> rule.next(after.isBefore(from) ? from : after, from, zone));
  }

  /// The next few.
  public List<Instant> next(Instant after, int count) {
    List<Instant> times = new ArrayList<>();
    Optional<Instant> time = next(after);
    while (time.isPresent() && times.size() < count) {
      times.add(time.get());
      time = next(time.get());
    }
    return List.copyOf(times);
  }

  /// The last time that is not after `now`, from `first` on, which is one: what counts where several were missed.
  public Instant last(Instant first, Instant now) {
    // By halves, for a rule of minutes may have been asleep for years.
    Instant low = first;
    Instant high = now;
    while (high.isAfter(low)) {
      Instant middle = low.plusMillis((high.toEpochMilli() - low.toEpochMilli()) / 2);
      Optional<Instant> found = next(middle).filter(time -> !time.isAfter(now));
      if (found.isPresent()) {
        low = found.get();
      } else if (middle.equals(low)) {
        break;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
