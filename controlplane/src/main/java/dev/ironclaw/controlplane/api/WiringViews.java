package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.WiringView;
import dev.ironclaw.controlplane.registry.Wiring;

/// Wirings as operators see them.
final class WiringViews {
  private WiringViews() {}

  static WiringView of(Wiring wiring) {
    return new WiringView(wiring.id().value(), wiring.messagingGroup().value(), wiring.agentGroup().value(),
        wiring.engageMode().wireName(), wiring.engagePattern(), wiring.senderScope().wireName(),
        wiring.ignoredMessagePolicy().wireName(), wiring.sessionMode().wireName(), wiring.priority());
  }
}
