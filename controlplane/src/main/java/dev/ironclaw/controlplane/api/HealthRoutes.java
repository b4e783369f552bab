package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.HealthView;
import dev.ironclaw.contract.api.ReadyView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/// Whether the process is up, and whether anything may take effect. Open: monitors have no token.
final class HealthRoutes implements Routes {
  private final String version;
  private final Readiness readiness;

  HealthRoutes(String version, Readiness readiness) {
    this.version = version;
    this.readiness = readiness;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/healthz", ctx -> ctx.json(new HealthView("ok", version)), ApiRole.OPEN);
    routes.get("/readyz", this::ready, ApiRole.OPEN);
  }

  private void ready(Context ctx) {
    Optional<String> reason = readiness.notReady();
    ctx.status(reason.isEmpty() ? 200 : 503);
    ctx.json(new ReadyView(reason.isEmpty() ? "ready" : "not ready", reason));
  }
}
