package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.registry.AgentGroup;
import tools.jackson.databind.JsonNode;

/// Replaces the list of tools.
record EnabledToolsApplier() implements Applier<EnabledToolsPayload> {
  @Override
  public AgentGroup apply(AgentGroup current, EnabledToolsPayload payload) {
    return new AgentGroup(current.id(), current.revision() + 1, current.name(), current.folder(), current.provider(),
        current.model(), current.persona(), payload.tools());
  }

  @Override
  public JsonNode before(AgentGroup current, EnabledToolsPayload payload) {
    return new EnabledToolsPayload(current.enabledTools()).toJson();
  }
}
