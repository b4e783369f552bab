package dev.ironclaw.controlplane.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant ANCHOR = Instant.parse("2026-01-01T00:00:00Z");

  private static Recurrence rule(String text) {
    return Recurrence.parse(text).orElseThrow(() -> new AssertionError(text + " is no rule"));
  }

  private static List<String> next(String rule, String after, String zone, int count) {
    List<String> times = new ArrayList<>();
    Instant time = Instant.parse(after);
    for (int n = 0; n < count; n++) {
      time = rule(rule).next(time, ANCHOR, ZoneId.of(zone)).orElseThrow();
      times.add(time.toString());
    }
    return times;
  }

  /// Local clocks: Berlin goes from 02:00 to 03:00 on 2026-03-29 and from 03:00 to 02:00 on 2026-10-25; Lord Howe moves by
  /// half an hour; in Cairo midnight is skipped; Apia had no 30 December 2011; Azores goes back over midnight.
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "30 2 * * *|2026-03-28T12:00:00Z|Europe/Berlin|2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
      "*/15 2 * * *|2026-03-28T12:00:00Z|Europe/Berlin|2026-03-29T01:00:00Z 2026-03-30T00:00:00Z",
      "0 3 * * *|2026-03-28T12:00:00Z|Europe/Berlin|2026-03-29T01:00:00Z 2026-03-30T01:00:00Z",
      "30 2 * * *|2026-10-24T12:00:00Z|Europe/Berlin|2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
      "30 2 * * *|2026-10-25T00:45:00Z|Europe/Berlin|2026-10-26T01:30:00Z 2026-10-27T01:30:00Z",
      "0 * * * *|2026-10-25T00:00:00Z|Europe/Berlin|2026-10-25T02:00:00Z 2026-10-25T03:00:00Z",
      "15 2 * * *|2026-10-03T12:00:00Z|Australia/Lord_Howe|2026-10-03T15:30:00Z 2026-10-04T15:15:00Z",
      "10 0 * * *|2026-04-23T12:00:00Z|Africa/Cairo|2026-04-23T22:00:00Z 2026-04-24T21:10:00Z",
      "0 12 * * *|2011-12-29T23:00:00Z|Pacific/Apia|2011-12-30T10:00:00Z 2011-12-30T22:00:00Z",
      "30 0 * * *|2026-10-24T12:00:00Z|Atlantic/Azores|2026-10-25T00:30:00Z 2026-10-26T01:30:00Z",
      "0 9 * * 1-5|2026-11-20T12:00:00Z|UTC|2026-11-23T09:00:00Z 2026-11-24T09:00:00Z",
      "0 9 * * MON,sun|2026-11-20T12:00:00Z|UTC|2026-11-22T09:00:00Z 2026-11-23T09:00:00Z",
      "0 9 * * 7|2026-11-20T12:00:00Z|UTC|2026-11-22T09:00:00Z 2026-11-29T09:00:00Z",
      "0 0 L * *|2026-02-01T12:00:00Z|UTC|2026-02-28T00:00:00Z 2026-03-31T00:00:00Z",
      "0 0 29 2 *|2026-02-01T12:00:00Z|UTC|2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
      "0 0 29 FEB *|2096-03-01T12:00:00Z|UTC|2104-02-29T00:00:00Z 2108-02-29T00:00:00Z",
      "0 0 13 * 5|2026-11-01T12:00:00Z|UTC|2026-11-06T00:00:00Z 2026-11-13T00:00:00Z",
      "5/20 8-9 * * *|2026-11-01T08:20:00Z|UTC|2026-11-01T08:25:00Z 2026-11-01T08:45:00Z",
      "0 0 1 JAN-DEC/6 *|2026-02-01T00:00:00Z|UTC|2026-07-01T00:00:00Z 2027-01-01T00:00:00Z"})
  void namesTheTimesOfTheZone(String rule, String after, String zone, String expected) {
    assertThat(String.join(" ", next(rule, after, zone, 2))).isEqualTo(expected);
  }

  @Test
  void daysKeepTheTimeOfDayAndElapsedTimeDoesNot() {
    Instant first = Instant.parse("2026-03-27T08:00:00Z");
    assertThat(new When(Optional.of(first), Optional.of(rule("daily")), ANCHOR, BERLIN, Optional.empty())
        .next(first, 3)).extracting(Instant::toString)
        .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z");
    assertThat(new When(Optional.of(first), Optional.of(rule("PT24H")), ANCHOR, BERLIN, Optional.empty())
        .next(first, 3)).extracting(Instant::toString)
        .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T08:00:00Z", "2026-03-30T08:00:00Z");
  }

  @Test
  void aDayWhoseTimeIsSkippedDoesNotMoveTheDaysAfterIt() {
    Instant first = LocalDateTime.parse("2026-03-28T02:30:00").atZone(BERLIN).toInstant();
    assertThat(new When(Optional.of(first), Optional.of(rule("daily")), ANCHOR, BERLIN, Optional.empty())
        .next(first, 2)).extracting(Instant::toString)
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void countsFromTheFirstTimeAndEndsAtTheLast() {
    Instant first = Instant.parse("2026-06-01T10:00:00Z");
    When when = new When(Optional.of(first), Optional.of(rule("PT90M")), ANCHOR, BERLIN,
        Optional.of(Instant.parse("2026-06-01T13:00:00Z")));
    assertThat(when.next(Instant.EPOCH, 9)).extracting(Instant::toString).containsExactly("2026-06-01T10:00:00Z",
        "2026-06-01T11:30:00Z", "2026-06-01T13:00:00Z");
    assertThat(new When(Optional.empty(), Optional.of(rule("hourly")), ANCHOR, BERLIN, Optional.empty()).next(ANCHOR))
        .hasValue(ANCHOR.plusSeconds(3600));
    assertThat(new When(Optional.of(first), Optional.empty(), ANCHOR, BERLIN, Optional.empty()).next(first)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yearly", "Daily", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *",
      "* * 32 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *", "5-1 * * * *", "1,,2 * * * *", "a * * * *",
      "* * * MONDAY *", "* * * * FRI-MON", "0 0 30 2 *", "0 0 31 4,6 *", "@daily", "? * * * *", "* * LW * *",
      "-1 * * * *",
      "1- * * * *", "*  * * * *", "٣ * * * *", "PT59S", "PT1M0.0005S", "PT1M0.5S", "PT0S", "PT-1H", "P1M", "P1Y", "P0D",
      "P-1D", "P1DT1H1M1", "P",
      "PT99999999999H", "P99999999D", "L L L L L"})
  void refusesWhatIsNoRule(String text) {
    assertThat(Recurrence.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"0 9 * * 1-5|on Monday to Friday at 09:00",
      "30 7,19 * * *|every day at 07:30 and 19:30", "0 8 1 * *|on day 1 of the month at 08:00",
      "0 8 L 3,9 *|on the last day of the month in March and September at 08:00",
      "0 8 13 * FRI|on day 13 of the month or on Friday at 08:00", "5 * * * *|every day every hour at minute 5",
      "0 9 */10 * *|on day 1, 11, 21 and 31 of the month at 09:00",
      "0 9 */2 * *|whenever the rule \"0 9 */2 * *\" says (minute, hour, day, month, weekday)",
      "0 9 */10 * 1-5|on day 1, 11, 21 and 31 of the month, only on Monday to Friday at 09:00",
      "0 9 */1 * 1-5|on Monday to Friday at 09:00", "0 9 1-31 * 1-5|every day at 09:00",
      "0 9 13 * 0-6|every day at 09:00",
      "0 9 13 * */3|on day 13 of the month, only on Wednesday, Saturday and Sunday at 09:00",
      "0 9 * */6 *|every day in January and July at 09:00",
      "*/15 * * * *|whenever the rule \"*/15 * * * *\" says (minute, hour, day, month, weekday)", "hourly|every hour",
      "PT90M|every 90 minutes", "PT1M|every minute", "PT2H|every 2 hours", "PT61S|every 61 seconds",
      "daily|every day at the same time", "P2W|every 14 days at the same time", "weekly|every week at the same time"})
  void saysWhatItMeans(String text, String words) {
    assertThat(rule(text).words()).isEqualTo(words);
  }
}
