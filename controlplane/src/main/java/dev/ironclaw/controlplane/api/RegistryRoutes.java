package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.contract.api.AccessView;
import dev.ironclaw.contract.api.DestinationCheckView;
import dev.ironclaw.controlplane.registry.Access;
import dev.ironclaw.controlplane.registry.Registry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;

/// Who and what exists, to read. Writes are [RegistryWriteRoutes]'; every other one answers 405 and says so.
final class RegistryRoutes implements Routes {
  private static final List<HandlerType> WRITES = List.of(HandlerType.PUT, HandlerType.POST, HandlerType.PATCH,
      HandlerType.DELETE);

  private static final String AGENT = "agentGroupId";
  private static final String USER = "userId";

  private final Registry registry;
  private final RegistryViews views;
  private final RegistryLists lists;

  RegistryRoutes(Registry registry, RegistryViews views) {
    this.registry = registry;
    this.views = views;
    this.lists = new RegistryLists(registry);
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
    routes.get("/v1/registry/wirings",
        ctx -> ctx.json(lists.wirings(Query.text(ctx, AGENT), Query.text(ctx, "messagingGroupId"))), ApiRole.READ);
    routes.get("/v1/registry/wirings/{id}",
        ctx -> ctx.json(WiringViews.of(RegistryLists.wiring(registry, new WiringId(id(ctx))))), ApiRole.READ);
    routes.get("/v1/registry/users", ctx -> ctx.json(lists.users()), ApiRole.READ);
    routes.get("/v1/registry/users/{id}", this::user, ApiRole.READ);
    routes.get("/v1/registry/roles", ctx -> ctx.json(lists.roles(Query.text(ctx, USER), Query.text(ctx, AGENT))),
        ApiRole.READ);
    routes.get("/v1/registry/members", ctx -> ctx.json(lists.members(Query.text(ctx, USER), Query.text(ctx, AGENT))),
        ApiRole.READ);
    routes.get("/v1/registry/destinations", ctx -> ctx.json(lists.destinations(Query.text(ctx, AGENT))), ApiRole.READ);
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
        .map(RegistryLists::user));
  }

  private void access(Context ctx) {
    Access access = registry.access(new UserId(Query.required(ctx, USER)),
        new AgentGroupId(Query.required(ctx, AGENT)));
    ctx.json(new AccessView(access.allowed(), access.reason()));
  }

  private void mayReach(Context ctx) {
    ctx.json(new DestinationCheckView(registry.mayReach(new AgentGroupId(Query.required(ctx, AGENT)),
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
        "nothing is written like this: what the registry holds decides what agents can do, so it changes through the "
            + "gateway; docs/api.md has the writes that ask for changes, and POST /v1/changes takes all kinds"))
        .contentType(ProblemMapper.CONTENT_TYPE);
  }
}
