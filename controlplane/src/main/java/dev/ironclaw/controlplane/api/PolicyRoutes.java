package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.PolicyView;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.gateway.PolicyInForce;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// The rules of deciding, to be read. They change as everything else does: by a change of the kind `policy`.
final class PolicyRoutes implements Routes {
  private final Gateway gateway;

  PolicyRoutes(Gateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/policy", this::show, ApiRole.READ);
  }

  private void show(Context ctx) {
    PolicyInForce rules = gateway.policy();
    ctx.json(new PolicyView(ApiJson.plain(rules.policy().toJson()), rules.policy().sentences(),
        rules.source().map(PolicyInForce.Source::by), rules.source().map(source -> source.change().value()),
        rules.fault(), gateway.gaps(rules)));
  }
}
