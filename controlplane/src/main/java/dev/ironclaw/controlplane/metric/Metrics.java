package dev.ironclaw.controlplane.metric;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where figures are kept, in the words of Prometheus. A label has few values, which are ours: a word of a
/// box or a model server never is one. However that may be, no more than 2,000 series are kept.
///
/// Threading: any thread. Nothing is loaded before something is counted or asked for: a start does not pay for it.
public final class Metrics {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
  private static final int MOST_SERIES = 2_000;
  private static final Duration[] LATENCIES = {Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250),
      Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofSeconds(5),
      Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5)};

  private final Map<String, Level> levels = new ConcurrentHashMap<>();
  private @Nullable PrometheusMeterRegistry registry;

  private record Level(String help, Supplier<Map<String, Double>> values, String label) {}

  private synchronized PrometheusMeterRegistry registry() {
    PrometheusMeterRegistry known = registry;
    if (known == null) {
      known = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      known.config().meterFilter(new AtMost());
      new JvmMemoryMetrics().bindTo(known);
      new JvmThreadMetrics().bindTo(known);
      new ClassLoaderMetrics().bindTo(known);
      new ProcessorMetrics().bindTo(known);
      new UptimeMetrics().bindTo(known);
      registry = known;
    }
    return known;
  }

  /// Adds to a counter.
  ///
  /// @param name for example `ironclaw.model.calls`: shown as `ironclaw_model_calls_total`
  /// @param labels pairs of name and value
  public void count(String name, double amount, String... labels) {
    registry().counter(name, labels).increment(amount);
  }

  /// Adds one to a counter.
  public void count(String name, String... labels) {
    count(name, 1, labels);
  }

  /// Adds to a histogram of times, for example `ironclaw.model.call.duration`: shown in seconds.
  public void time(String name, Duration duration, String... labels) {
    Timer.builder(name).tags(labels).serviceLevelObjectives(LATENCIES).register(registry()).record(duration);
  }

  /// A level that is read when it is asked for.
  ///
  /// @param label what the keys are
  /// @param values by the label's value; one that fails is left out
  public void level(String name, String help, String label, Supplier<Map<String, Double>> values) {
    levels.put(name, new Level(help, values, label));
  }

  /// All figures as Prometheus reads them. Levels are looked up first: whoever counts never waits for them.
  public String text() {
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    levels.forEach((name, level) -> {
      try {
        values.put(name, Map.copyOf(level.values().get()));
      } catch (RuntimeException e) {
        LOG.warn("step=figures the level {} can't be read, it is left out: {}", name, e.toString());
      }
    });
    return text(values);
  }

  private synchronized String text(Map<String, Map<String, Double>> values) {
    PrometheusMeterRegistry now = registry();
    List<Meter.Id> read = new ArrayList<>();
    values.forEach((name, all) -> {
      Level level = Objects.requireNonNull(levels.get(name));
      all.forEach((key, value) -> read.add(Gauge.builder(name, () -> value).description(level.help())
          .tags(Tags.of(level.label(), key)).register(now).getId()));
    });
    String text = now.scrape();
    // A level that is gone, as a box that has stopped, must not stay at what it was.
    read.forEach(now::remove);
    return text;
  }

  private static final class AtMost implements MeterFilter {
    private final AtomicInteger series = new AtomicInteger();

    @Override
    public MeterFilterReply accept(Meter.Id id) {
      return id.getType() == Meter.Type.GAUGE || series.incrementAndGet() <= MOST_SERIES
          ? MeterFilterReply.NEUTRAL
          : MeterFilterReply.DENY;
    }
  }
}
