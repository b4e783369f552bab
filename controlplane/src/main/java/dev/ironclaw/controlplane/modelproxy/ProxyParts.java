package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.panic.Brake;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a proxy stands on.
///
/// @param upstreams asked for each call
/// @param fallbacks what answers for an agent while its own upstream can't; asked for each call, from memory
/// @param states hears when an upstream is left alone
public record ProxyParts(Upstreams upstreams, Function<AgentGroupId, Optional<ModelChoice>> fallbacks,
    ModelLimits limits, ModelCallListener listener, ModelGuard guard, ProviderStateListener states, Brake brake,
    Clock clock) {
  /// Some upstreams that never change, nothing that listens, no fall-back.
  public static ProxyParts of(List<Upstream> upstreams) {
    return new ProxyParts(Upstreams.fixed(upstreams), _ -> Optional.empty(), ModelLimits.DEFAULT, _ -> {},
        ModelGuard.NONE, (_, _, _) -> {}, Brake.loose(), Clock.systemUTC());
  }

  public ProxyParts withFallbacks(Function<AgentGroupId, Optional<ModelChoice>> other) {
    return new ProxyParts(upstreams, other, limits, listener, guard, states, brake, clock);
  }

  public ProxyParts withListener(ModelCallListener other) {
    return new ProxyParts(upstreams, fallbacks, limits, other, guard, states, brake, clock);
  }

  public ProxyParts withGuard(ModelGuard other) {
    return new ProxyParts(upstreams, fallbacks, limits, listener, other, states, brake, clock);
  }

  public ProxyParts withBrake(Brake other) {
    return new ProxyParts(upstreams, fallbacks, limits, listener, guard, states, other, clock);
  }

  public ProxyParts withStates(ProviderStateListener other, Clock time) {
    return new ProxyParts(upstreams, fallbacks, limits, listener, guard, other, brake, time);
  }
}
