package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.recurrence.Recurrence;
import dev.ironclaw.controlplane.recurrence.When;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Spec;
import dev.ironclaw.controlplane.registry.Schedule.Target;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a schedule says, in words for people.
public final class ScheduleWords {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter WITH_SECONDS = DateTimeFormatter.ofPattern("EEE d MMM uuuu HH:mm:ss",
      Locale.ENGLISH);
  private static final int SHOWN_TIMES = 3;

  private ScheduleWords() {}

  /// Its times.
  public static When when(Spec spec) {
    return new When(spec.runAt(), spec.recurrence().flatMap(Recurrence::parse), spec.anchor(),
        ZoneId.of(spec.timezone()), spec.until());
  }

  /// When it happens, as the end of a sentence: `every day at 09:00 (Europe/Berlin)`.
  public static String when(Spec spec, ZoneId zone) {
    List<String> parts = new ArrayList<>();
    spec.runAt().ifPresent(time -> parts.add((spec.recurrence().isPresent() ? "first " : "once, ") + time(time, zone)));
    spec.recurrence().flatMap(Recurrence::parse).ifPresent(rule -> parts.add(rule.words()));
    return String.join(", then ", parts) + " (" + zone.getId() + ")";
  }

  /// What its agent does by it; nothing while it is stopped.
  static Optional<String> power(Schedule schedule) {
    Spec spec = schedule.spec();
    return schedule.status() == Schedule.Status.ACTIVE
        ? Optional
            .of("act unasked " + when(spec, ZoneId.of(spec.timezone())) + ", and answer in " + place(spec.target())
                + ", as " + schedule.id() + " says")
        : Optional.empty();
  }

  static String time(Instant time, ZoneId zone) {
    return (time.getEpochSecond() % 60 == 0 ? TIME : WITH_SECONDS).format(time.atZone(zone));
  }

  static String place(Target target) {
    return new PlaceName(target.channelType(), target.platformId(), target.instance()).shown()
        + target.threadId().map(thread -> ", thread " + VisibleText.line(thread)).orElse("");
  }

  /// The next few times after that moment; empty where they depend on when it is approved, or where none comes.
  static List<String> next(Spec spec, boolean isNew, Instant after) {
    boolean open = isNew && spec.runAt().isEmpty()
        && spec.recurrence().flatMap(Recurrence::parse).filter(Recurrence::isCounted).isPresent();
    ZoneId zone = ZoneId.of(spec.timezone());
    return open
        ? List.of()
        : when(spec).next(after, SHOWN_TIMES).stream().map(time -> time(time, zone)).toList();
  }

  /// The whole of it, one line each.
  static String lines(Schedule.Status status, Spec spec) {
    ZoneId zone = ZoneId.of(spec.timezone());
    List<String> lines = new ArrayList<>();
    lines.add("when: " + when(spec, zone));
    spec.until().ifPresent(time -> lines.add("not after: " + time(time, zone)));
    spec.times().ifPresent(times -> lines.add("at most: " + times + (times == 1 ? " time" : " times")));
    if (spec.jitter() > 0) {
      lines.add("late by up to: " + spec.jitter() + " s");
    }
    lines.add(switch (spec.missed()) {
      case SKIP -> "times missed while nothing runs: passed over";
      case ONCE -> "times missed while nothing runs: one run for all of them";
    });
    lines.add("answers in: " + place(spec.target()));
    if (status != Schedule.Status.ACTIVE) {
      lines.add("status: " + status.wireName());
    }
    lines.add("prompt: " + VisibleText.text(spec.prompt()));
    return lines.stream().collect(Collectors.joining("\n"));
  }
}
