package dev.ironclaw.controlplane;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.modelproxy.Credential;
import dev.ironclaw.controlplane.modelproxy.Dialect;
import dev.ironclaw.controlplane.modelproxy.MockUpstream;
import dev.ironclaw.controlplane.modelproxy.ModelCallListener;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;
import dev.ironclaw.controlplane.modelproxy.ModelGuard;
import dev.ironclaw.controlplane.modelproxy.ModelLimits;
import dev.ironclaw.controlplane.modelproxy.ModelProxy;
import dev.ironclaw.controlplane.modelproxy.ProxyParts;
import dev.ironclaw.controlplane.modelproxy.Upstream;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.provider.ProviderState;
import dev.ironclaw.controlplane.provider.ProviderTable;
import dev.ironclaw.controlplane.provider.Providers;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.secret.Keyring;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Everything between agents and their models, put together: what is set up, live, and the way there.
final class ModelSide implements AutoCloseable {
  private final MockUpstream mock = new MockUpstream();
  private static final String ACCOUNT = "CLAUDE_CODE_OAUTH_TOKEN";
  private final Providers providers;
  private final Optional<Upstream> account;
  private final ModelProxy proxy;

  ModelSide(Ledger ledger, Keyring keyring, Registry registry, EventHub events, ModelCallListener listener,
      ModelGuard guard, Leaks leaks, Brake brake, Clock clock, Map<String, String> environment) {
    providers = new Providers(ProviderTable.load(), environment, ledger, keyring, clock, mock.upstreams(),
        provider -> users(registry, provider),
        name -> events.publish("provider.changed", Map.of("provider", name), true),
        (provider, secrets) -> leaks.know("provider:" + provider, secrets));
    account = Optional.of(environment.getOrDefault(ACCOUNT, "").strip()).filter(token -> !token.isEmpty())
        .map(token -> {
          leaks.know("environment:" + ACCOUNT, List.of(token));
          return account(token);
        });
    proxy = new ModelProxy(new ProxyParts(name -> providers.find(name).or(
        () -> account.filter(upstream -> upstream.name().equals(name))), agent -> fallback(registry, agent),
        ModelLimits.DEFAULT, listener,
        guard, (provider, agent, pause) -> events.publish("provider.state", state(provider, agent, pause), true), brake,
        clock));
  }

  /// For Claude Code alone: no agent can be set to it.
  private static Upstream account(String token) {
    return new Upstream("claude-code", "Anthropic", Dialect.ANTHROPIC, URI.create("https://api.anthropic.com"),
        "/v1/messages", new Credential.Account(() -> token), Optional.empty());
  }

  /// The upstream that a person's account of Claude Code is at, where the environment has its token.
  Optional<Upstream> account() {
    return account;
  }

  private static List<String> users(Registry registry, String provider) {
    return registry.agentGroups().stream()
        .filter(agent -> agent.provider().equals(provider)
            || agent.fallback().map(AgentGroup.Fallback::provider).equals(Optional.of(provider)))
        .map(AgentGroup::name).toList();
  }

  private static Optional<ModelChoice> fallback(Registry registry, AgentGroupId agent) {
    return registry.agentGroup(agent).flatMap(AgentGroup::fallback)
        .map(other -> new ModelChoice(other.provider(), other.model()));
  }

  private static Map<String, Object> state(String provider, Optional<AgentGroupId> agent, Optional<Duration> pause) {
    return Map.of("provider", provider, "agentGroupId", agent.map(AgentGroupId::value).orElse(""), "state",
        pause.isPresent() ? "paused" : "ok", "seconds", pause.map(Duration::toSeconds).orElse(0L));
  }

  Providers providers() {
    return providers;
  }

  ModelProxy proxy() {
    return proxy;
  }

  Optional<String> dialect(String provider) {
    return providers.find(provider).map(upstream -> upstream.dialect().wireName());
  }

  /// For cards, and for the lists that people choose from.
  Map<String, HostFacts.Provider> facts() {
    Map<String, Optional<String>> models = providers.all().stream()
        .collect(Collectors.toMap(state -> state.row().name(), ProviderState::model));
    return providers.upstreams().values().stream().collect(Collectors.toMap(Upstream::name,
        upstream -> new HostFacts.Provider(upstream.title(), host(upstream), upstream.dialect().wireName(),
            models.getOrDefault(upstream.name(), Optional.empty()))));
  }

  /// The mock's port is another one each time, and nobody's company.
  private String host(Upstream upstream) {
    URI base = upstream.base();
    if (mock.upstreams().stream().anyMatch(row -> row.name().equals(upstream.name()))) {
      return "";
    }
    return base.getPort() < 0 ? base.getHost() : base.getHost() + ":" + base.getPort();
  }

  HostFacts.ModelChoice standard() {
    return providers.connected()
        .map(state -> new HostFacts.ModelChoice(state.row().name(), state.model().orElseThrow()))
        .orElseGet(() -> new HostFacts.ModelChoice(mock.upstream().name(), "mock-1"));
  }

  @Override
  public void close() {
    proxy.close();
    mock.close();
  }
}
