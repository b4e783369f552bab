package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One thing that an agent can ask of the host with a `system` row. A new one: one file, one line in the assembly.
public interface HostAction {
  /// The action's name, which is the name of the tool that an agent needs for it.
  String name();

  /// Does it. May be called again with the same row after a crash.
  ///
  /// @param payload the request's `payload`; missing where it has none
  /// @param reason the agent's, for whoever decides
  /// @throws dev.ironclaw.contract.IronclawException where it could not be decided now; it is tried again
  Outcome handle(Session session, OutboundRow row, JsonNode payload, Optional<String> reason);
}
