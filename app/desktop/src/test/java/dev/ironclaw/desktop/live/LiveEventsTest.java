package dev.ironclaw.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.desktop.shell.Backend;
import dev.ironclaw.desktop.shell.LoadedList;
import dev.ironclaw.desktop.testing.FakeControlPlane;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A connection that becomes another one.
@Timeout(120)
class LiveEventsTest {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @Test
  void whoListensGoesOnWithTheNewOneAndAsksIt() throws InterruptedException {
    try (FakeControlPlane first = new FakeControlPlane();
        FakeControlPlane second = new FakeControlPlane();
        ControlPlaneClient before = first.client();
        ControlPlaneClient now = second.client()) {
      first.answerText("GET /v1/events", "event: change.pending\ndata: {\"id\":\"one\"}\n\n", Map.of());
      second.answerText("GET /v1/events", "event: change.pending\ndata: {\"id\":\"two\"}\n\n", Map.of());
      second.answer("GET /v1/changes/pending", List.of());
      AtomicReference<ControlPlaneClient> client = new AtomicReference<>(before);
      try (LiveEvents events = new LiveEvents(before, Runnable::run)) {
        Backend backend = new Backend(client::get, events, InstantSource.system(), (_, _) -> {}, Runnable::run,
            Runnable::run);
        LoadedList<?> list = new LoadedList<>(backend.calls(), () -> backend.client().pendingChanges());
        events.listen(event -> heard.add(event.type() + event.text("id")));
        await("change.pendingone");
        events.leave();
        assertThat(events.connected().get()).isFalse();
        client.set(now);
        events.connect(now);
        await("change.pendingtwo");
        list.load();
        assertThat(second.asked("GET")).anyMatch(asked -> asked.call().equals("GET /v1/changes/pending"));
      }
    }
  }

  private void await(String wanted) throws InterruptedException {
    String event = "";
    while (!wanted.equals(event)) {
      event = String.valueOf(heard.poll(60, TimeUnit.SECONDS));
      assertThat(event).isNotEqualTo("null");
    }
  }
}
