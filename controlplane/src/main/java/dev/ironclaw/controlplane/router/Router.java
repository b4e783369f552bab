package dev.ironclaw.controlplane.router;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.List;

/// Decides which agents a message reaches, and writes it to their queues.
public final class Router {
  /// A message from a channel: every wiring of its place is asked, by priority.
  public List<RoutingOutcome> route(InboundEvent event) {
    throw new UnsupportedOperationException("skeleton");
  }

  /// A message that an operator writes to one agent in the app's own chat: addressed, so it needs no wiring and makes
  /// none. The same `id` again is the same message.
  public RoutingOutcome chat(AgentGroupId agentGroup, MessageId id, Principal.Operator operator, String text) {
    throw new UnsupportedOperationException("skeleton");
  }
}
