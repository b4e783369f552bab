package dev.ironclaw.desktop.job;

import static dev.ironclaw.desktop.job.JobFixtures.SITE;
import static dev.ironclaw.desktop.job.JobFixtures.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.api.JobEventsView;
import dev.ironclaw.desktop.shell.Calls;
import dev.ironclaw.desktop.testing.Desk;
import dev.ironclaw.desktop.testing.Fx;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Where a log stands while it grows at either end.
@Timeout(240)
class JobLogPaneTest {
  private final Desk desk = new Desk();
  private final FakeFeed feed = new FakeFeed();
  private final Calls calls = desk.backend().calls();
  private final JobDetail detail = new JobDetail(desk.backend(), calls, feed);

  @BeforeEach
  void answers() {
    calls.open();
    JobFixtures.answers(desk);
    desk.controlPlane().answer(JobFixtures.newest(SITE), new JobEventsView(SITE, LongStream.range(1_000, 1_100)
        .mapToObj(id -> message(id, "line " + id)).toList(), true));
    desk.controlPlane().answer(JobFixtures.path(SITE) + "/events?before=1000&limit=" + JobLog.PAGE,
        new JobEventsView(SITE, LongStream.range(800, 1_000).mapToObj(id -> message(id, "line " + id)).toList(), true));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private JobLogPane open() throws Exception {
    JobLogPane pane = Fx.on(() -> {
      JobLogPane made = new JobLogPane(detail, () -> Desk.NOW, new JobWords(Desk.TEXTS), Desk.TEXTS);
      new Scene(made, 700, 600);
      detail.part().set(JobDetail.Part.LOG);
      detail.show(JobFixtures.job(SITE, "running"));
      return made;
    });
    settle(pane);
    return pane;
  }

  /// As a few pictures of the window would.
  private static void settle(JobLogPane pane) throws Exception {
    for (int picture = 0; picture < 3; picture++) {
      Fx.on(() -> {
        pane.applyCss();
        pane.layout();
        return pane;
      });
    }
  }

  private static long first(JobLogPane pane) throws Exception {
    return Fx.on(() -> rows(pane).getItems().get(flow(pane).getFirstVisibleCell().getIndex()).id());
  }

  private static long last(JobLogPane pane) throws Exception {
    return Fx.on(() -> rows(pane).getItems().get(flow(pane).getLastVisibleCell().getIndex()).id());
  }

  @SuppressWarnings("unchecked")
  private static ListView<LogRow> rows(JobLogPane pane) {
    return (ListView<LogRow>) Objects.requireNonNull(pane.lookup("#job-log"));
  }

  private static VirtualFlow<?> flow(JobLogPane pane) {
    return (VirtualFlow<?>) Objects.requireNonNull(rows(pane).lookup(".virtual-flow"));
  }

  private void happens(JobLogPane pane, long id) throws Exception {
    Fx.on(() -> {
      feed.last().happened(List.of(LogRow.of(message(id, "line " + id))), false);
      return id;
    });
    settle(pane);
  }

  private static void goesUp(JobLogPane pane) throws Exception {
    Fx.on(() -> {
      rows(pane).scrollTo(40);
      pane.layout();
      Event.fireEvent(rows(pane), new KeyEvent(KeyEvent.KEY_RELEASED, "", "", KeyCode.PAGE_UP, false, false, false,
          false));
      return pane;
    });
    settle(pane);
  }

  @Test
  void whoIsAtTheEndStaysThere() throws Exception {
    JobLogPane pane = open();
    assertThat(last(pane)).isEqualTo(1_099);
    happens(pane, 1_100);
    assertThat(last(pane)).isEqualTo(1_100);
    Fx.on(() -> {
      rows(pane).getSelectionModel().select(95);
      return pane;
    });
    settle(pane);
    assertThat(last(pane)).as("also where one line in full takes room").isEqualTo(1_100);
  }

  @Test
  void whoReadsFurtherUpStaysThereAtBothEnds() throws Exception {
    JobLogPane pane = open();
    goesUp(pane);
    assertThat(detail.log().reading().get()).isTrue();
    long read = first(pane);
    assertThat(read).isLessThan(1_050);
    happens(pane, 1_100);
    assertThat(first(pane)).isEqualTo(read);
    Fx.on(() -> {
      detail.log().loadOlder();
      return pane;
    });
    settle(pane);
    assertThat(detail.log().rows()).hasSize(301);
    assertThat(first(pane)).isEqualTo(read);
  }
}
