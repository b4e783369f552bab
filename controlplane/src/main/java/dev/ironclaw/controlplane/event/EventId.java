package dev.ironclaw.controlplane.event;

import dev.ironclaw.controlplane.event.StoredEvents.Place;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a reader stands: in what this process remembers, and in what the database keeps. As text
/// `<epoch>-<n>-<number>.<mark>`.
///
/// @param epoch of one start; `stored` for an event that was replayed from the database
/// @param number in this epoch
/// @param place of the newest stored event that had been sent
record EventId(String epoch, long number, Place place) {
  private static final String STORED = "stored";
  private static final Pattern FORM = Pattern
      .compile("([0-9a-f]{16}|stored)-([0-9]{1,18})-([0-9]{1,18})\\.([0-9a-f]{1,16})");

  static EventId stored(Place place) {
    return new EventId(STORED, 0, place);
  }

  /// Empty for what no control plane of this version gave out.
  static Optional<EventId> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new EventId(form.group(1), Long.parseLong(form.group(2)),
            new Place(Long.parseLong(form.group(3)), form.group(4))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return epoch + "-" + number + "-" + place.number() + "." + place.mark();
  }
}
