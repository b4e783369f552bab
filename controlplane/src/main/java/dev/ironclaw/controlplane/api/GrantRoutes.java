package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.GrantRevoked;
import dev.ironclaw.contract.api.GrantView;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.grant.Grant;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What agents hold, and taking it away.
final class GrantRoutes implements Routes {
  private static final int MOST_ENDED = 2_000;
  private static final Duration LONG_UNUSED = Duration.ofDays(30);

  private final Gateway gateway;
  private final Clock clock;

  GrantRoutes(Gateway gateway, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/grants", this::list, ApiRole.READ);
    routes.post("/v1/grants/{id}/revoke", this::revoke, ApiRole.APPROVE);
  }

  private void list(Context ctx) {
    ctx.json(gateway.grants(Query.count(ctx, "ended", 0, MOST_ENDED)).stream().map(this::view).toList());
  }

  private void revoke(Context ctx) {
    boolean stored = gateway.revoke(ctx.pathParam("id"), ApiGate.operator(ctx));
    ctx.json(new GrantRevoked(stored ? GrantRevoked.REVOKED : GrantRevoked.IN_MEMORY, ctx.pathParam("id")));
  }

  private GrantView view(Grant grant) {
    return new GrantView(grant.id(), grant.change().value(), grant.agentGroup().map(AgentGroupId::value).orElse(""),
        grant.item().type().wireName(), grant.item().key(), grant.scope().words(),
        grant.scope().until().map(Instant::toString),
        grant.scope().uses().isPresent() ? Optional.of(grant.scope().uses().getAsInt()) : Optional.empty(),
        grant.scope().session().map(SessionId::value), grant.grantedAt().toString(), grant.grantedBy(), grant.uses(),
        grant.lastUsedAt().map(Instant::toString), isLongUnused(grant), grant.endedAt().map(Instant::toString),
        grant.endedBy());
  }

  private boolean isLongUnused(Grant grant) {
    Instant last = grant.lastUsedAt().orElse(grant.grantedAt());
    return grant.endedAt().isEmpty() && grant.item().isCounted()
        && Duration.between(last, clock.instant()).compareTo(LONG_UNUSED) >= 0;
  }
}
