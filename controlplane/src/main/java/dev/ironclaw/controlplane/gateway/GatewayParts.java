package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.event.EventHub;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.kind.Approvers;
import dev.ironclaw.controlplane.kind.HostFacts;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.stepup.StepUpCheck;
import java.time.Clock;
import java.util.random.RandomGenerator;

/// What a gateway works with.
///
/// @param effect makes an applied change real; may be called again for the same change
/// @param outcomes tells the one who asked; may be called again for the same change
/// @param random source of the ids of changes that come without one
/// @param brake while it is on, no approved change takes effect; [Gateway#resume] goes on
/// @param stepUp looks at one-time codes
/// @param approvers who can approve anything, for the rules that name people
public record GatewayParts(Registry registry, Grants grants, HostFacts host, EventHub events, CapabilityEffect effect,
    OutcomeSink outcomes, Askings askings, Timer timer, Clock clock, RandomGenerator random, Brake brake,
    StepUpCheck stepUp, Approvers approvers) {

  /// With a brake that nobody puts on, no second factors and no named tokens.
  public GatewayParts(Registry registry, Grants grants, HostFacts host, EventHub events, CapabilityEffect effect,
      OutcomeSink outcomes, Askings askings, Timer timer, Clock clock, RandomGenerator random) {
    this(registry, grants, host, events, effect, outcomes, askings, timer, clock, random, Brake.loose(),
        StepUpCheck.nobody(), Approvers.localAlone());
  }
}
