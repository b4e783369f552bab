package dev.ironclaw.desktop.job;

import static dev.ironclaw.desktop.job.JobFixtures.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.testing.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LiveJobFeedTest {
  private static final String CALL = JobFixtures.path(SITE) + "/events";

  private final Desk desk = new Desk();
  private final BlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
  private final Backend backend = desk.backend(Runnable::run, ui::add);
  private final Told told = new Told();

  @AfterEach
  void close() {
    desk.close();
  }

  private static final class Told implements JobFeed.Listener {
    final List<Long> ids = new ArrayList<>();
    final CountDownLatch over = new CountDownLatch(1);
    boolean gap;
    int deliveries;
    @Nullable
    ApiException why;

    @Override
    public void happened(List<LogRow> rows, boolean missing) {
      deliveries++;
      gap |= missing;
      rows.forEach(row -> ids.add(row.id()));
    }

    @Override
    public void connected(boolean now) {
      // Not what is looked at here.
    }

    @Override
    public void ended() {
      over.countDown();
    }

    @Override
    public void failed(ApiException problem) {
      why = problem;
      over.countDown();
    }
  }

  private void stream(long count) {
    StringBuilder text = new StringBuilder();
    LongStream.rangeClosed(1, count).forEach(id -> text.append("id: ").append(id)
        .append("\nevent: message\ndata: {\"jobId\":\"x\",\"eventType\":\"message\",\"data\":{\"role\":\"assistant\","
            + "\"content\":\"line ")
        .append(id).append("\"},\"createdAt\":\"2026-11-21T09:53:00Z\"}\n\n"));
    text.append("id: ").append(count).append("\nevent: end\ndata: {\"jobId\":\"x\",\"state\":\"completed\"}\n\n");
    desk.controlPlane().answerText(CALL, text.toString(), Map.of("Content-Type", "text/event-stream"));
  }

  /// Does what the UI thread has to do, until it is over.
  private void work() throws InterruptedException {
    while (told.over.getCount() > 0) {
      Objects.requireNonNull(ui.poll(60, TimeUnit.SECONDS)).run();
    }
  }

  @Test
  void tellsEachOnceAndInOrderAndThatItIsOver() throws InterruptedException {
    stream(300);
    Subscription following = new LiveJobFeed(backend).follow(SITE, 0, told);
    work();
    assertThat(told.ids).containsExactlyElementsOf(LongStream.rangeClosed(1, 300).boxed().toList());
    assertThat(told.gap).isFalse();
    following.unsubscribe();
  }

  @Test
  void whatNobodyTakesIsBoundedAndTheHoleIsSaid() throws InterruptedException {
    long count = LiveJobFeed.MOST_WAITING + 1_500L;
    stream(count);
    Subscription following = new LiveJobFeed(backend).follow(SITE, 0, told);
    // The first delivery waits until the whole stream was read: the end stands right behind it.
    Runnable delivery = Objects.requireNonNull(ui.poll(60, TimeUnit.SECONDS));
    Runnable end = Objects.requireNonNull(ui.poll(60, TimeUnit.SECONDS));
    delivery.run();
    end.run();
    assertThat(told.over.getCount()).isZero();
    assertThat(told.deliveries).isEqualTo(1);
    assertThat(told.gap).isTrue();
    assertThat(told.ids).hasSize(LiveJobFeed.MOST_WAITING).endsWith(count);
    following.unsubscribe();
  }

  @Test
  void saysWhyItCouldNotBeFollowed() throws InterruptedException {
    desk.controlPlane().refuse(CALL, 404, "NOT_FOUND", "there is no such job");
    Subscription following = new LiveJobFeed(backend).follow(SITE, 0, told);
    work();
    assertThat(Objects.requireNonNull(told.why).words()).isEqualTo("there is no such job");
    following.unsubscribe();
  }

  @Test
  void tellsNothingOnceItIsGivenUp() throws InterruptedException {
    stream(10);
    Subscription following = new LiveJobFeed(backend).follow(SITE, 0, told);
    Runnable delivery = Objects.requireNonNull(ui.poll(60, TimeUnit.SECONDS));
    following.unsubscribe();
    delivery.run();
    assertThat(told.ids).isEmpty();
  }
}
