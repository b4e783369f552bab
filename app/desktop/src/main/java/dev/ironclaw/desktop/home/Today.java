package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.api.ActivityView;
import dev.ironclaw.contract.api.ActivityView.HourView;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// How much happened since midnight where the person is.
///
/// @param messages in and out, of each of the 24 hours
/// @param modelCalls of each of the 24 hours
/// @param hour of now; those after it have not begun
public record Today(List<Long> messages, List<Long> modelCalls, long messagesIn, long messagesOut, long changesDecided,
    int hour) {
  static final int HOURS = 24;

  public Today {
    messages = List.copyOf(messages);
    modelCalls = List.copyOf(modelCalls);
  }

  static Today of(ActivityView activity, Instant now, ZoneId zone) {
    ZonedDateTime here = now.atZone(zone);
    List<HourView> today = activity.hours().stream()
        .filter(hour -> Instant.parse(hour.start()).atZone(zone).toLocalDate().equals(here.toLocalDate())).toList();
    return new Today(each(today, zone, hour -> hour.messagesIn() + hour.messagesOut()),
        each(today, zone, HourView::modelCalls), sum(today, HourView::messagesIn), sum(today, HourView::messagesOut),
        sum(today, HourView::changesDecided), here.getHour());
  }

  private static List<Long> each(List<HourView> hours, ZoneId zone, ToLongFunction<HourView> what) {
    List<Long> day = new ArrayList<>();
    for (int i = 0; i < HOURS; i++) {
      int hour = i;
      // The hour that comes twice when summer ends has both.
      day.add(sum(hours.stream().filter(one -> Instant.parse(one.start()).atZone(zone).getHour() == hour).toList(),
          what));
    }
    return day;
  }

  private static long sum(List<HourView> hours, ToLongFunction<HourView> what) {
    return hours.stream().mapToLong(what).sum();
  }
}
