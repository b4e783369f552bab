package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Takes an agent's wish for another agent to the gateway. The payload is that of the change, so all of it is on the card.
public final class CreateAgentAction implements HostAction {
  private final CapabilityAction changes;

  public CreateAgentAction(CapabilityAction changes) {
    this.changes = changes;
  }

  @Override
  public String name() {
    return ToolName.CREATE_AGENT;
  }

  @Override
  public Outcome handle(Session session, OutboundRow row, JsonNode payload, Optional<String> reason) {
    return changes.submit(name(), session, row, ChangeKind.CREATE_AGENT.wireName(), payload, reason);
  }
}
