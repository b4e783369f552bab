package dev.ironclaw.desktop.job;

import static dev.ironclaw.desktop.job.JobFixtures.SITE;
import static dev.ironclaw.desktop.job.JobFixtures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.contract.api.JobEventView;
import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.shell.ListState;
import dev.ironclaw.desktop.testing.Desk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobLogTest {
  private final Desk desk = new Desk();
  private final FakeFeed feed = new FakeFeed();
  private final Calls calls = desk.backend().calls();
  private final JobLog log = new JobLog(desk.backend(), calls, feed);

  @BeforeEach
  void openCalls() {
    calls.open();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static List<JobEventView> events(long from, long to) {
    return LongStream.range(from, to).mapToObj(id -> message(id, "line " + id)).toList();
  }

  private static List<LogRow> rows(long from, long to) {
    return events(from, to).stream().map(LogRow::of).toList();
  }

  private void page(String call, List<JobEventView> events, boolean more) {
    desk.controlPlane().answer(call, new JobEventsView(SITE, events, more));
  }

  private String before(long id) {
    return JobFixtures.path(SITE) + "/events?before=" + id + "&limit=" + JobLog.PAGE;
  }

  private void opened(long from, long to, boolean more) {
    page(JobFixtures.newest(SITE), events(from, to), more);
    log.show(Optional.of(SITE));
  }

  private List<Long> ids() {
    return log.rows().stream().map(LogRow::id).toList();
  }

  @Test
  void showsTheNewestAndFollowsFromThere() {
    opened(100, 110, true);
    assertThat(ids()).hasSize(10);
    assertThat(log.older().get()).isTrue();
    assertThat(log.live().get()).isTrue();
    assertThat(feed.followed).containsExactly(SITE + " after 109");
    feed.last().happened(rows(110, 113), false);
    assertThat(ids()).endsWith(109L, 110L, 111L, 112L);
    feed.last().connected(false);
    assertThat(log.live().get()).isFalse();
    feed.last().connected(true);
    assertThat(log.live().get()).isTrue();
    feed.last().ended();
    assertThat(log.live().get()).isFalse();
    assertThat(feed.open()).isZero();
  }

  @Test
  void keepsNoMoreThanItsWindow() {
    opened(0, 0, false);
    assertThat(log.state().get()).isEqualTo(new ListState.Empty());
    for (long from = 1; from < 10_000; from += 500) {
      feed.last().happened(rows(from, from + 500), false);
    }
    assertThat(ids()).hasSize(JobLog.MOST).endsWith(10_000L).startsWith(10_001L - JobLog.MOST);
    assertThat(log.older().get()).isTrue();
    assertThat(log.state().get()).isEqualTo(new ListState.Filled());
  }

  @Test
  void whatCameTooFastLeavesNoHole() {
    opened(1, 10, false);
    feed.last().happened(rows(5_000, 5_100), true);
    assertThat(ids()).hasSize(100).startsWith(5_000L);
    assertThat(log.older().get()).isTrue();
  }

  @Test
  void whoReadsFurtherUpLosesNothingFromUnderTheirEyes() {
    opened(1, 10, false);
    log.reading().set(true);
    feed.last().happened(rows(10, JobLog.MOST + 500), false);
    assertThat(ids()).hasSize(JobLog.MOST).startsWith(1L).endsWith((long) JobLog.MOST);
    assertThat(log.newer().get()).isTrue();
    assertThat(feed.open()).as("nobody follows").isZero();
    opened(4_000, 4_010, true);
    log.load();
    assertThat(ids()).startsWith(4_000L).hasSize(10);
    assertThat(log.newer().get()).isFalse();
    assertThat(log.reading().get()).isFalse();
  }

  @Test
  void loadsOlderOnesWhereTheyAreAskedForAndLetsTheNewestGo() {
    opened(3_000, 3_000 + JobLog.MOST - 100, true);
    page(before(3_000), events(2_800, 3_000), true);
    page(before(2_800), events(2_600, 2_800), false);
    log.loadOlder();
    assertThat(ids()).hasSize(JobLog.MOST).startsWith(2_800L);
    assertThat(log.newer().get()).isTrue();
    assertThat(log.live().get()).isFalse();
    assertThat(feed.open()).isZero();
    log.loadOlder();
    assertThat(ids()).startsWith(2_600L);
    assertThat(log.older().get()).isFalse();
    int asked = desk.controlPlane().asked("GET").size();
    log.loadOlder();
    assertThat(desk.controlPlane().asked("GET")).hasSize(asked);
  }

  @Test
  void whoItIsAboutIsCutToo() {
    String long256 = "x".repeat(256 << 10);
    for (JobEventView event : List.of(JobFixtures.event(1, "tool_use", Map.of("tool_name", long256)),
        JobFixtures.event(2, "message", Map.of("role", long256, "content", "")),
        JobFixtures.event(3, "result", Map.of("status", long256)))) {
      assertThat(LogRow.of(event).who()).as(event.eventType()).hasSize(LogRow.MOST_WHO_CHARS);
    }
  }

  @Test
  void readsALongLineWholeOnlyWhereItIsChosen() {
    String words = "long words ".repeat(1_000);
    page(JobFixtures.newest(SITE), List.of(message(7, words), message(8, "short")), false);
    page(JobFixtures.path(SITE) + "/events?after=6&limit=1", List.of(message(7, words)), true);
    log.show(Optional.of(SITE));
    assertThat(log.rows().getFirst().text().length()).isLessThanOrEqualTo(LogRow.MOST_CHARS);
    log.chosen().set(log.rows().getFirst());
    assertThat(log.whole().get()).isEqualTo(words);
    int asked = desk.controlPlane().asked("GET").size();
    log.chosen().set(log.rows().get(1));
    assertThat(log.whole().get()).isEqualTo("short");
    assertThat(desk.controlPlane().asked("GET")).hasSize(asked);
  }

  @Test
  void anAnswerAboutAnotherJobSaysNothing() {
    page(JobFixtures.newest(SITE), events(1, 5), false);
    desk.controlPlane().answer(JobFixtures.newest(JobFixtures.NOTES),
        new JobEventsView(JobFixtures.NOTES, List.of(message(50, "of the other")), false));
    desk.hold();
    log.show(Optional.of(SITE));
    log.show(Optional.of(JobFixtures.NOTES));
    desk.deliver();
    assertThat(ids()).containsExactly(50L);
    assertThat(feed.open()).isEqualTo(1);
  }

  @Test
  void saysWhatFailed() {
    desk.controlPlane().refuse(JobFixtures.newest(SITE), 500, "INTERNAL", "it failed");
    log.show(Optional.of(SITE));
    assertThat(log.state().get()).isEqualTo(new ListState.Failed("it failed"));
    page(JobFixtures.newest(SITE), events(1, 5), false);
    log.load();
    feed.last().failed(ApiException.unexpected(new IllegalStateException()));
    assertThat(log.live().get()).isFalse();
    assertThat(log.trouble().get()).contains("went wrong");
    assertThat(ids()).hasSize(4);
  }
}
