package dev.ironclaw.controlplane.api;

import dev.ironclaw.controlplane.metric.Metrics;
import io.javalin.config.RoutesConfig;

/// The figures as Prometheus reads them. With a token, as everything that tells of agents.
final class MetricsRoutes implements Routes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final Metrics metrics;

  MetricsRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/metrics", ctx -> ctx.result(metrics.text()).contentType(PROMETHEUS), ApiRole.READ);
  }
}
