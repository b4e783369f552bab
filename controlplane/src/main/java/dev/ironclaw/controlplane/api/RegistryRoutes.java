package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.api.AccessView;
import dev.ironclaw.contract.api.DestinationCheckView;
import dev.ironclaw.contract.api.UserView;
import dev.ironclaw.controlplane.registry.Access;
import dev.ironclaw.controlplane.registry.Registry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;

/// Who and what exists, to read. Writing any of it changes what an agent can do or who can use it, so it goes through
/// the gateway: every write here answers 405 and says so.
final class RegistryRoutes implements Routes {
  private static final List<HandlerType> WRITES = List.of(HandlerType.PUT, HandlerType.POST, HandlerType.PATCH,
      HandlerType.DELETE);

  private final Registry registry;
  private final RegistryViews views;

  RegistryRoutes(Registry registry, RegistryViews views) {
    this.registry = registry;
    this.views = views;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/registry/agent-groups", ctx -> ctx.json(views.agents()), ApiRole.READ);
    routes.get("/v1/registry/agent-groups/{id}", ctx -> found(ctx, views.agent(new AgentGroupId(id(ctx)))),
        ApiRole.READ);
    routes.get("/v1/registry/messaging-groups",
        ctx -> ctx.json(registry.messagingGroups().stream().map(RegistryViews::place).toList()), ApiRole.READ);
    routes.get("/v1/registry/messaging-groups/{id}",
        ctx -> found(ctx, registry.messagingGroup(new MessagingGroupId(id(ctx))).map(RegistryViews::place)),
        ApiRole.READ);
    routes.get("/v1/registry/messaging-groups/{id}/wirings", this::wirings, ApiRole.READ);
    routes.get("/v1/registry/users/{id}", this::user, ApiRole.READ);
    routes.get("/v1/registry/sessions", ctx -> ctx.json(views.sessions()), ApiRole.READ);
    routes.get("/v1/registry/sessions/{id}", ctx -> found(ctx, views.session(new SessionId(id(ctx)))),
        ApiRole.READ);
    routes.get("/v1/registry/access", this::access, ApiRole.READ);
    routes.get("/v1/registry/destinations/check", this::mayReach, ApiRole.READ);
    WRITES.forEach(
        method -> routes.addHttpHandler(method, "/v1/registry/<path>", RegistryRoutes::refuse, ApiRole.ADMIN));
  }

  private void wirings(Context ctx) {
    MessagingGroupId id = new MessagingGroupId(id(ctx));
    found(ctx, registry.messagingGroup(id)
        .map(_ -> registry.wirings(id).stream().map(WiringViews::of).toList()));
  }

  private void user(Context ctx) {
    found(ctx, registry.user(new UserId(id(ctx)))
        .map(user -> new UserView(user.id().value(), user.kind(), user.displayName())));
  }

  private void access(Context ctx) {
    Access access = registry.access(new UserId(Query.required(ctx, "userId")),
        new AgentGroupId(Query.required(ctx, "agentGroupId")));
    ctx.json(new AccessView(access.allowed(), access.reason()));
  }

  private void mayReach(Context ctx) {
    ctx.json(new DestinationCheckView(registry.mayReach(new AgentGroupId(Query.required(ctx, "agentGroupId")),
        Query.required(ctx, "channelType"), Query.required(ctx, "platformId"))));
  }

  private static String id(Context ctx) {
    return ctx.pathParam("id");
  }

  private static void found(Context ctx, Optional<?> view) {
    ctx.json(view.orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "there is no " + ctx.path().substring("/v1/".length()))));
  }

  private static void refuse(Context ctx) {
    ctx.header("Allow", "GET, HEAD");
    ctx.status(405).json(ProblemMapper.problem(ErrorCode.INVALID_REQUEST, 405,
        "the registry is read-only here: what it holds decides what agents can do, so changes of it go through the "
            + "gateway, POST /v1/changes"))
        .contentType(ProblemMapper.CONTENT_TYPE);
  }
}
