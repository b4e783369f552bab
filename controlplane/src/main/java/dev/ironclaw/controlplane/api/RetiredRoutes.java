package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.api.Erased;
import dev.ironclaw.contract.api.RetiredView;
import dev.ironclaw.controlplane.session.RetiredFiles;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// What retired agents left, and erasing it before its time.
final class RetiredRoutes implements Routes {
  private final RetiredFiles retired;

  RetiredRoutes(RetiredFiles retired) {
    this.retired = retired;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/retired", ctx -> ctx.json(retired.kept().stream().map(RetiredRoutes::view).toList()),
        ApiRole.READ);
    routes.post("/v1/retired/{id}/erase", this::erase, ApiRole.ADMIN);
  }

  private void erase(Context ctx) {
    AgentGroupId id = new AgentGroupId(ctx.pathParam("id"));
    retired.erase(id, ApiGate.operator(ctx).name());
    ctx.json(new Erased("erased", id.value()));
  }

  private static RetiredView view(RetiredFiles.Kept kept) {
    return new RetiredView(kept.agent().id().value(), kept.agent().name(), kept.agent().folder(),
        kept.agent().retiredAt().toString(), kept.eraseAt().toString(), kept.agent().erasing());
  }
}
