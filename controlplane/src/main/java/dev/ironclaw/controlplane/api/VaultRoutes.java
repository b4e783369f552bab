package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.VaultAddBody;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.contract.api.VaultPolicyView;
import dev.ironclaw.contract.api.VaultRotateBody;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.VaultUse;
import dev.ironclaw.controlplane.vault.Vault;
import dev.ironclaw.controlplane.vault.VaultCredential;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Secrets that operators keep for agents to use by name: they go in and never come out. Which agent may use one is a change
/// of permissions.
final class VaultRoutes implements Routes {
  private final Vault vault;
  private final Registry registry;
  private final ApiJson json;

  VaultRoutes(Vault vault, Registry registry, ApiJson json) {
    this.vault = vault;
    this.registry = registry;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/vault/credentials", ctx -> ctx.json(vault.all().stream().map(this::view).toList()), ApiRole.READ);
    routes.get("/v1/vault/policy/{agentGroupId}", this::policy, ApiRole.READ);
    routes.post("/v1/vault/credentials", this::add, ApiRole.ADMIN);
    routes.post("/v1/vault/credentials/{name}/rotate", this::rotate, ApiRole.ADMIN);
    routes.post("/v1/vault/credentials/{name}/remove",
        ctx -> ctx.json(view(vault.remove(ctx.pathParam("name"), ApiGate.operator(ctx)))), ApiRole.ADMIN);
  }

  private void add(Context ctx) {
    VaultAddBody body = json.read(ctx, VaultAddBody.class);
    ctx.status(201).json(view(
        vault.add(body.name(), body.hosts(), body.form(), body.secret(), ApiGate.operator(ctx))));
  }

  private void rotate(Context ctx) {
    VaultRotateBody body = json.read(ctx, VaultRotateBody.class);
    ctx.json(view(vault.rotate(ctx.pathParam("name"), body.secret(), ApiGate.operator(ctx))));
  }

  private void policy(Context ctx) {
    AgentGroupId agent = new AgentGroupId(ctx.pathParam("agentGroupId"));
    if (registry.agentGroup(agent).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + agent);
    }
    Map<String, List<String>> rules = registry.snapshot().reach().vault().stream()
        .filter(use -> use.agentGroup().equals(agent)).sorted(Comparator.comparing(VaultUse::text))
        .collect(Collectors.groupingBy(VaultUse::credential, TreeMap::new,
            Collectors.mapping(VaultUse::host, Collectors.toList())));
    ctx.json(new VaultPolicyView(agent.value(), true, !rules.isEmpty(), rules.entrySet().stream()
        .map(rule -> new VaultPolicyView.RuleView(rule.getKey(), rule.getValue())).toList()));
  }

  private VaultCredentialView view(VaultCredential credential) {
    return new VaultCredentialView(credential.name(), credential.hosts(), credential.form(),
        registry.snapshot().reach().vault().stream().filter(use -> use.credential().equals(credential.name()))
            .map(use -> use.agentGroup() + "@" + use.host()).sorted().toList(),
        credential.createdAt().toString(), credential.createdBy(), credential.rotatedAt().toString());
  }
}
