package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.api.PanicResult;
import dev.ironclaw.contract.api.PanicView;
import dev.ironclaw.contract.api.ResumeResult;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.panic.PanicControl;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/// Stops everything at once, and lets it go on.
final class PanicRoutes implements Routes {
  private final PanicControl control;
  private final ApiJson json;

  PanicRoutes(PanicControl control, ApiJson json) {
    this.control = control;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/panic", this::panic, ApiRole.APPROVE);
    routes.post("/v1/resume", this::resume, ApiRole.ADMIN);
  }

  private void panic(Context ctx) {
    PanicBody body = json.readOr(ctx, PanicBody.class, new PanicBody(Optional.empty()));
    PanicControl.Stopped stopped = control.panic(ApiGate.operator(ctx).name(), body.reason());
    ctx.json(new PanicResult(view(stopped.panic()), stopped.frozen(), stopped.remembered()));
  }

  private void resume(Context ctx) {
    ctx.json(new ResumeResult(control.resume(ApiGate.operator(ctx).name()).map(PanicRoutes::view)));
  }

  static PanicView view(Panic panic) {
    return new PanicView(panic.since().toString(), panic.by(), panic.reason());
  }
}
