package dev.ironclaw.controlplane.recurrence;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/// What a wall clock's time means where the clock is changed: a time that is skipped is the moment of the change, one that
/// comes twice is its first coming.
final class LocalTimes {
  private LocalTimes() {}

  static Instant instant(LocalDateTime local, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.getTransition(local);
    if (change != null && change.isGap()) {
      return change.getInstant();
    }
    return local.toInstant(rules.getValidOffsets(local).getFirst());
  }
}
