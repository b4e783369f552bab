package dev.ironclaw.bench;

import java.util.Arrays;
import java.util.Locale;

/// Quantiles of repeated measurements, in milliseconds.
public final class Figures {
  private final double[] sorted;

  public Figures(long[] nanos) {
    sorted = Arrays.stream(nanos).mapToDouble(n -> n / 1e6).sorted().toArray();
  }

  public double quantile(double q) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(q * (sorted.length - 1)))];
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, max %.2f ms (n=%d)", quantile(0.5),
        quantile(0.95), quantile(0.99), sorted[sorted.length - 1], sorted.length);
  }
}
