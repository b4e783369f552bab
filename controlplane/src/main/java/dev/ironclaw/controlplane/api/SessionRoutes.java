package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.StopResult;
import dev.ironclaw.contract.api.TerminateResult;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.session.SessionControl;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// Conversations, what happened in one, and the brake on them.
final class SessionRoutes implements Routes {
  private static final int PAGE = 200;
  private static final int MOST = 2_000;

  private final Registry registry;
  private final RegistryViews views;
  private final SessionControl control;
  private final AuditLog audit;
  private final Timeline timeline;
  private final SessionUsages usages;

  SessionRoutes(ApiParts parts, RegistryViews views) {
    this.registry = parts.registry();
    this.views = views;
    this.control = parts.sessions();
    this.audit = parts.audit();
    this.timeline = new Timeline(parts.queues(), parts.audit());
    this.usages = new SessionUsages(parts.sessions(), parts.clock());
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/ui/sessions", ctx -> ctx.json(views.sessions()), ApiRole.READ);
    routes.get("/v1/ui/sessions/usage", ctx -> ctx.json(usages.now()), ApiRole.READ);
    routes.get("/v1/ui/sessions/{id}/timeline", this::timeline, ApiRole.READ);
    routes.post("/v1/ui/sessions/{id}/stop", this::stop, ApiRole.CHAT);
    routes.post("/v1/ui/sessions/{id}/terminate", this::terminate, ApiRole.APPROVE);
  }

  private void timeline(Context ctx) {
    ctx.json(timeline.page(known(ctx), Query.text(ctx, "before"), Query.limit(ctx, PAGE, MOST)));
  }

  private SessionId known(Context ctx) {
    SessionId id = new SessionId(ctx.pathParam("id"));
    if (registry.session(id).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no session " + id);
    }
    return id;
  }

  private void stop(Context ctx) {
    SessionId id = known(ctx);
    // The brake first, as below.
    int messages = control.stop(id);
    if (messages > 0) {
      audit.recordBestEffort(new AuditEvent("session", id.value(), "stop", ApiGate.operator(ctx).name(),
          "an operator stops what is being answered: " + messages + (messages == 1 ? " message" : " messages")));
    }
    ctx.json(new StopResult(messages > 0 ? StopResult.STOPPED : StopResult.IDLE, id.value(), messages));
  }

  private void terminate(Context ctx) {
    SessionId id = known(ctx);
    // The brake first: no log that is slow to fail may hold it up.
    control.terminate(id);
    audit.recordBestEffort(new AuditEvent("session", id.value(), "terminate", ApiGate.operator(ctx).name(),
        "an operator ends the session's box"));
    ctx.json(new TerminateResult("terminated", id.value()));
  }
}
