package dev.ironclaw.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.metric.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EventCountsTest {
  private static HubEvent event(String type, Map<String, Object> data) {
    return new HubEvent("1", type, data);
  }

  @Test
  void countsDecisionsMessagesAndBoxesAndNoWordOfAnybody() {
    Metrics metrics = new Metrics();
    try (EventHub events = new EventHub(new Random(1)); EventCounts counts = new EventCounts(events, metrics)) {
      for (HubEvent event : List.of(event("change.decided", Map.of("state", "approved")),
          event("change.decided", Map.of("state", "a word of a box")),
          event("chat.message", Map.of("message", "hello")),
          event("session.state", Map.of("state", "starting")), event("change.applied", Map.of()),
          event("change.failed", Map.of()), event("something.new", Map.of()))) {
        counts.happened(event);
      }
      String text = metrics.text();
      assertThat(text).contains("ironclaw_gateway_decisions_total{decision=\"approved\"} 1.0",
          "ironclaw_gateway_decisions_total{decision=\"other\"} 1.0", "ironclaw_messages_delivered_total 1.0",
          "ironclaw_sandbox_launches_total 1.0", "ironclaw_changes_applied_total 1.0",
          "ironclaw_changes_failed_total 1.0").doesNotContain("word", "hello");
    }
  }
}
