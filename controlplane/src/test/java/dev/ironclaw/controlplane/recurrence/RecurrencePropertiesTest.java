package dev.ironclaw.controlplane.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random rules in every zone that there is, around random moments and around changes of the clock.
class RecurrencePropertiesTest {
  private static final int ROUNDS = 3_000;
  private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

  private static ZoneId zone(Random random) {
    return ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
  }

  /// Every other one shortly before a change of the clock.
  private static Instant moment(Random random, ZoneId zone) {
    Instant any = Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));
    var change = zone.getRules().nextTransition(any);
    return change == null || random.nextBoolean()
        ? any
        : change.getInstant().minusSeconds(random.nextLong(0, 7_200));
  }

  private static String cron(Random random) {
    return field(random, 0, 59) + " " + field(random, 0, 23) + " "
        + (random.nextInt(3) == 0 ? field(random, 1, 28) : "*")
        + " * " + (random.nextInt(3) == 0 ? field(random, 0, 7) : "*");
  }

  private static String field(Random random, int first, int last) {
    int low = random.nextInt(first, last + 1);
    int high = random.nextInt(low, last + 1);
    return switch (random.nextInt(5)) {
      case 0 -> "*";
      case 1 -> "*/" + random.nextInt(1, 30);
      case 2 -> low + "-" + high;
      case 3 -> low + "," + high;
      default -> Integer.toString(low);
    };
  }

  /// Minute by minute of the real clock: the first that shows a time of the rule for the first time, or ends a gap that
  /// swallowed one.
  private static Optional<Instant> slowly(CronRule rule, Instant after, ZoneId zone) {
    Instant time = Instant.ofEpochSecond((after.getEpochSecond() / 60 + 1) * 60);
    for (int n = 0; n < 3 * 24 * 60; n++, time = time.plusSeconds(60)) {
      ZonedDateTime here = time.atZone(zone);
      boolean first = here.getOffset().equals(zone.getRules().getValidOffsets(here.toLocalDateTime()).getFirst());
      if ((first && fits(rule, here.toLocalDateTime())) || swallowed(rule, time, zone)) {
        return Optional.of(time);
      }
    }
    return Optional.empty();
  }

  private static boolean swallowed(CronRule rule, Instant time, ZoneId zone) {
    var change = zone.getRules().nextTransition(time.minusMillis(1));
    if (change == null || !change.getInstant().equals(time) || !change.isGap()) {
      return false;
    }
    for (LocalDateTime local = change.getDateTimeBefore(); local.isBefore(change.getDateTimeAfter()); local = local
        .plusMinutes(1)) {
      if (fits(rule, local)) {
        return true;
      }
    }
    return false;
  }

  private static boolean fits(CronRule rule, LocalDateTime local) {
    boolean day = rule.day().has(local.getDayOfMonth());
    boolean week = rule.weekday().has(local.getDayOfWeek().getValue() % 7);
    boolean either = !rule.day().isAny() && !rule.weekday().isAny();
    return rule.minute().has(local.getMinute()) && rule.hour().has(local.getHour())
        && (either ? day || week : day && week);
  }

  @Test
  void theNextTimeIsTheFirstThatAClockOnTheWallShows() {
    Random random = new Random(20_261_121);
    int found = 0;
    for (int n = 0; n < ROUNDS / 5; n++) {
      ZoneId zone = zone(random);
      Instant after = moment(random, zone);
      String text = cron(random);
      CronRule rule = CronRule.parse(text).orElseThrow();
      Optional<Instant> slow = slowly(rule, after, zone);
      if (slow.isPresent() && zone.getRules().getOffset(slow.get()).getTotalSeconds() % 60 == 0) {
        assertThat(rule.next(after, zone)).as("%s after %s in %s", text, after, zone).isEqualTo(slow);
        found++;
      }
    }
    assertThat(found).as("most rules have a time within three days").isGreaterThan(ROUNDS / 10);
  }

  @Test
  void timesRiseAndNoneLiesBetweenTwoOfThem() {
    Random random = new Random(7);
    for (int n = 0; n < ROUNDS; n++) {
      ZoneId zone = zone(random);
      Instant after = moment(random, zone);
      Recurrence rule = switch (random.nextInt(3)) {
        case 0 -> new Recurrence.Elapsed(Duration.ofSeconds(random.nextLong(60, 1_000_000)));
        case 1 -> new Recurrence.Days(random.nextInt(1, 40));
        default -> Recurrence.parse(cron(random)).orElseThrow();
      };
      Instant anchor = after.minusSeconds(random.nextLong(-1_000_000, 10_000_000));
      Instant one = rule.next(after, anchor, zone).orElseThrow();
      Instant two = rule.next(one, anchor, zone).orElseThrow();
      assertThat(one).isAfter(after);
      assertThat(two).isAfter(one);
      Instant between = one.plusMillis(random.nextLong(0, Duration.between(one, two).toMillis()));
      assertThat(rule.next(between, anchor, zone)).as("%s after %s in %s", rule, between, zone).hasValue(two);
      Instant before = after.plusMillis(random.nextLong(0, Duration.between(after, one).toMillis()));
      assertThat(rule.next(before, anchor, zone)).as("%s after %s in %s", rule, before, zone).hasValue(one);
    }
  }

  @Test
  void findsTheLastTimeHoweverLongNothingRan() {
    Random random = new Random(11);
    for (int n = 0; n < ROUNDS / 10; n++) {
      ZoneId zone = zone(random);
      Instant from = moment(random, zone);
      When when = new When(Optional.empty(), Recurrence.parse(random.nextBoolean() ? "PT1M" : cron(random)), from, zone,
          Optional.empty());
      Instant first = when.next(from).orElseThrow();
      Instant now = first.plusSeconds(random.nextLong(0, 40_000_000));
      Instant last = when.last(first, now);
      assertThat(last).isBetween(first, now);
      assertThat(when.next(last).orElseThrow()).isAfter(now);
    }
  }
}
