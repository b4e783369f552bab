package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.registry.AgentGroup;
import tools.jackson.databind.JsonNode;

/// Turns one kind's payload into an agent group's new row. Pure: the gateway writes the result, once, in the transaction
/// that marks the change as applied.
interface Applier<P extends Payload> {
  /// The group with the change in it and the next revision.
  AgentGroup apply(AgentGroup current, P payload);

  /// What undoing it would have to put back, in the payload's form.
  JsonNode before(AgentGroup current, P payload);

  static AgentGroup applied(AgentGroup current, Payload payload) {
    return switch (payload) {
      case PersonaPayload persona -> new PersonaApplier().apply(current, persona);
      case EnabledToolsPayload tools -> new EnabledToolsApplier().apply(current, tools);
    };
  }

  static JsonNode undone(AgentGroup current, Payload payload) {
    return switch (payload) {
      case PersonaPayload persona -> new PersonaApplier().before(current, persona);
      case EnabledToolsPayload tools -> new EnabledToolsApplier().before(current, tools);
    };
  }
}
