package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.ApproveBody;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.DestinationBody;
import dev.ironclaw.contract.api.MemberBody;
import dev.ironclaw.contract.api.RegistryChanges;
import dev.ironclaw.contract.api.RegistryPreview;
import dev.ironclaw.contract.api.RemoveBody;
import dev.ironclaw.contract.api.RoleBody;
import dev.ironclaw.contract.api.UserBody;
import dev.ironclaw.contract.api.WiringBody;
import dev.ironclaw.controlplane.api.RegistryPlans.Wanted;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.registry.Registry;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/// The registry's writes. What the registry holds decides what agents can do, so nothing is written here: each write
/// becomes the changes that lead there, and the gateway has them decided. With `?preview` it shows their cards and asks for
/// nothing.
final class RegistryWriteRoutes implements Routes {
  private final Gateway gateway;
  private final ChangeViews views;
  private final RegistryPlans plans;
  private final AgentPlans agents;
  private final ApiJson json;

  RegistryWriteRoutes(Gateway gateway, Registry registry, ChangeViews views, ApiJson json) {
    this.gateway = gateway;
    this.views = views;
    this.plans = new RegistryPlans(registry);
    this.agents = new AgentPlans(registry);
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.put("/v1/registry/agent-groups/{id}", this::putAgent, ApiRole.ADMIN);
    routes.delete("/v1/registry/agent-groups/{id}",
        ctx -> remove(ctx, plans.retire(new AgentGroupId(ctx.pathParam("id")))), ApiRole.ADMIN);
    routes.post("/v1/registry/wirings", this::wire, ApiRole.ADMIN);
    routes.delete("/v1/registry/wirings/{id}", ctx -> remove(ctx, plans.unwire(new WiringId(ctx.pathParam("id")))),
        ApiRole.ADMIN);
    routes.put("/v1/registry/users/{id}", this::putUser, ApiRole.ADMIN);
    routes.delete("/v1/registry/users/{id}", ctx -> remove(ctx, plans.forget(new UserId(ctx.pathParam("id")))),
        ApiRole.ADMIN);
    routes.post("/v1/registry/roles", ctx -> role(ctx, true), ApiRole.ADMIN);
    routes.post("/v1/registry/roles/revoke", ctx -> role(ctx, false), ApiRole.ADMIN);
    routes.post("/v1/registry/members", ctx -> member(ctx, true), ApiRole.ADMIN);
    routes.post("/v1/registry/members/remove", ctx -> member(ctx, false), ApiRole.ADMIN);
    routes.post("/v1/registry/destinations", ctx -> destination(ctx, true), ApiRole.ADMIN);
    routes.post("/v1/registry/destinations/remove", ctx -> destination(ctx, false), ApiRole.ADMIN);
  }

  private void putAgent(Context ctx) {
    AgentPutBody body = json.read(ctx, AgentPutBody.class);
    ask(ctx, agents.put(new AgentGroupId(ctx.pathParam("id")), body), body.reason(), body.approve());
  }

  private void wire(Context ctx) {
    WiringBody body = json.read(ctx, WiringBody.class);
    ask(ctx, plans.wire(body), body.reason(), body.approve());
  }

  private void putUser(Context ctx) {
    UserBody body = json.read(ctx, UserBody.class);
    ask(ctx, plans.user(new UserId(ctx.pathParam("id")), body), body.reason(), body.approve());
  }

  private void role(Context ctx, boolean grant) {
    RoleBody body = json.read(ctx, RoleBody.class);
    ask(ctx, plans.role(body, grant), body.reason(), body.approve());
  }

  private void member(Context ctx, boolean grant) {
    MemberBody body = json.read(ctx, MemberBody.class);
    ask(ctx, plans.member(body, grant), body.reason(), body.approve());
  }

  private void destination(Context ctx, boolean grant) {
    DestinationBody body = json.read(ctx, DestinationBody.class);
    ask(ctx, plans.destination(body, grant), body.reason(), body.approve());
  }

  private void remove(Context ctx, List<Wanted> wanted) {
    RemoveBody body = json.readOr(ctx, RemoveBody.class, RemoveBody.NONE);
    ask(ctx, wanted, body.reason(), body.approve());
  }

  private void ask(Context ctx, List<Wanted> wanted, Optional<String> reason, Optional<ApproveBody> approve) {
    List<ChangeSubmission> submissions = wanted.stream().map(change -> new ChangeSubmission(Optional.empty(),
        change.kind().wireName(), change.agent(), change.after(), reason, ApiGate.operator(ctx), Optional.empty()))
        .toList();
    if (Query.flag(ctx, "preview")) {
      List<Change> drafts = submissions.stream().map(gateway::preview).toList();
      drafts.forEach(draft -> gateway.previewed(draft, ApiGate.operator(ctx)));
      ctx.json(new RegistryPreview(drafts.stream().map(views::whole).toList()));
      return;
    }
    ctx.status(202).json(new RegistryChanges(approve.map(shown -> approved(submissions, shown))
        .orElseGet(() -> submitted(submissions)).stream().map(RegistryWriteRoutes::accepted).toList()));
  }

  /// All of them, or none where one could not even be asked for.
  private List<Change> submitted(List<ChangeSubmission> submissions) {
    submissions.forEach(gateway::preview);
    return submissions.stream().map(gateway::submit).toList();
  }

  /// A hash is of one card.
  private List<Change> approved(List<ChangeSubmission> submissions, ApproveBody shown) {
    if (submissions.size() > 1) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "this is " + submissions.size() + " changes ("
          + String.join(", ", submissions.stream().map(ChangeSubmission::kind).toList())
          + "), and 'approve' names one card: send them one by one, or without 'approve' and decide each");
    }
    return submissions.stream()
        .map(one -> gateway.submitApproved(one, shown.cardHash(), shown.confirm(), shown.code())).toList();
  }

  private static ChangeAccepted accepted(Change change) {
    return new ChangeAccepted(change.id().value(), ChangeViews.word(change.state()));
  }
}
