package dev.ironclaw.controlplane.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void writesCountersTimesAndLevelsAsPrometheusReadsThem() {
    metrics.count("ironclaw.model.calls", "upstream", "mock");
    metrics.count("ironclaw.model.calls", 2, "upstream", "mock");
    metrics.time("ironclaw.model.call.duration", Duration.ofMillis(300), "upstream", "mock");
    metrics.level("ironclaw.boxes", "Boxes by state", "state", () -> Map.of("running", 3.0));

    assertThat(metrics.text()).contains("ironclaw_model_calls_total{upstream=\"mock\"} 3.0",
        "ironclaw_model_call_duration_seconds_bucket{upstream=\"mock\",le=\"0.25\"} 0",
        "ironclaw_model_call_duration_seconds_bucket{upstream=\"mock\",le=\"0.5\"} 1",
        "ironclaw_model_call_duration_seconds_count{upstream=\"mock\"} 1",
        "# HELP ironclaw_boxes Boxes by state", "ironclaw_boxes{state=\"running\"} 3.0", "jvm_memory_used_bytes");
  }

  @Test
  void readsLevelsAnewEachTime() {
    AtomicReference<Map<String, Double>> boxes = new AtomicReference<>(Map.of("running", 1.0, "parked", 2.0));
    metrics.level("ironclaw.boxes", "Boxes by state", "state", boxes::get);
    assertThat(metrics.text()).contains("state=\"running\"} 1.0", "state=\"parked\"} 2.0");

    boxes.set(Map.of("parked", 5.0));
    assertThat(metrics.text()).contains("state=\"parked\"} 5.0").doesNotContain("state=\"running\"");
  }

  @Test
  void leavesOutALevelThatFails() {
    metrics.level("ironclaw.boxes", "Boxes by state", "state", () -> {
      throw new IllegalStateException("closed");
    });
    metrics.level("ironclaw.queue", "Queues", "kind", () -> Map.of("all", 4.0));

    assertThat(metrics.text()).contains("ironclaw_queue{kind=\"all\"} 4.0", "jvm_memory_used_bytes")
        .doesNotContain("ironclaw_boxes");
  }

  @Test
  void countsWhileALevelIsLookedUp() {
    metrics.level("ironclaw.boxes", "Boxes by state", "state", () -> {
      assertThat(Thread.holdsLock(metrics)).isFalse();
      CompletableFuture.runAsync(() -> metrics.count("ironclaw.leaks", "pattern", "known_secret")).join();
      return Map.of("running", 1.0);
    });

    assertThat(metrics.text()).contains("ironclaw_boxes{state=\"running\"} 1.0",
        "ironclaw_leaks_total{pattern=\"known_secret\"} 1.0");
  }

  @Test
  void keepsNoMoreSeriesThanItsBound() {
    for (int i = 0; i < 3_000; i++) {
      metrics.count("ironclaw.leaks", "pattern", "p" + i);
    }
    assertThat(metrics.text().lines().filter(line -> line.startsWith("ironclaw_leaks_total{")).count())
        .isBetween(1_900L, 2_000L);
  }
}
