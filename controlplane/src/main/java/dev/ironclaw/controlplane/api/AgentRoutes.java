package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// What agents there are.
final class AgentRoutes implements Routes {
  private final RegistryViews views;

  AgentRoutes(RegistryViews views) {
    this.views = views;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/ui/agents", ctx -> ctx.json(views.agents()), ApiRole.READ);
    routes.get("/v1/ui/agents/{id}", this::show, ApiRole.READ);
  }

  private void show(Context ctx) {
    AgentGroupId id = new AgentGroupId(ctx.pathParam("id"));
    ctx.json(views.agent(id).orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + id)));
  }
}
