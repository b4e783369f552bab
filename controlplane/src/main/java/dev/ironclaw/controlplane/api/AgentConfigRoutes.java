package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.ConfigChangeBody;
import dev.ironclaw.contract.api.ConfigView;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Gateway;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One agent's settings: what they are, what made them so, and asking for others.
final class AgentConfigRoutes implements Routes {
  private static final Set<ChangeKind> KINDS = EnumSet.of(ChangeKind.PERSONA, ChangeKind.ENABLED_TOOLS,
      ChangeKind.MODEL, ChangeKind.PACKAGES, ChangeKind.PERMISSIONS, ChangeKind.MOUNTS, ChangeKind.WIRING,
      ChangeKind.MCP_ACCESS, ChangeKind.BUDGET, ChangeKind.SCHEDULE);
  private static final int MOST_CHANGES = 200;
  private static final int MOST_SEARCHED = 2_000;

  private final Gateway gateway;
  private final RegistryViews registry;
  private final ChangeViews changes;
  private final ApiJson json;

  AgentConfigRoutes(Gateway gateway, RegistryViews registry, ChangeViews changes, ApiJson json) {
    this.gateway = gateway;
    this.registry = registry;
    this.changes = changes;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/ui/config/{id}", this::show, ApiRole.READ);
    routes.post("/v1/ui/config/change", this::change, ApiRole.ADMIN);
  }

  private void show(Context ctx) {
    AgentGroupId id = new AgentGroupId(ctx.pathParam("id"));
    List<ChangeView> applied = gateway.history(MOST_SEARCHED).stream()
        .filter(change -> change.state() == ChangeState.APPLIED && change.agentGroup().equals(Optional.of(id)))
        .limit(MOST_CHANGES).map(changes::decided).toList();
    ctx.json(registry.agent(id).map(agent -> new ConfigView(agent, applied))
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + id)));
  }

  private void change(Context ctx) {
    ConfigChangeBody body = json.read(ctx, ConfigChangeBody.class);
    if (ChangeKind.ofWireName(body.kind()).filter(KINDS::contains).isEmpty()) {
      throw new IronclawException(ErrorCode.UNKNOWN_KIND, "\"" + VisibleText.brief(body.kind())
          + "\" is no kind of change of an agent's settings; these are: "
          + KINDS.stream().map(ChangeKind::wireName).sorted().collect(Collectors.joining(", ")));
    }
    Change asked = gateway.submit(new ChangeSubmission(Optional.empty(), body.kind(),
        Optional.of(new AgentGroupId(body.agentGroupId())), ApiJson.tree(body.after()), body.reason(),
        ApiGate.operator(ctx), Optional.empty()));
    ctx.status(202).json(new ChangeAccepted(asked.id().value(), ChangeViews.word(asked.state())));
  }
}
