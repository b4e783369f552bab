package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.AgentGroup.Fallback;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Which model answers for an agent.
///
/// @param provider name of the upstream
/// @param model as the upstream names it
/// @param fallback what answers while that one can't
/// @param saysFallback whether the change is about the fall-back too; else it stays as it is
record ModelPayload(String provider, String model, Optional<Fallback> fallback, boolean saysFallback)
    implements
      Payload {
  private static final int MAX_BYTES = 128;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.MODEL,
      "{\"provider\"?: name of an upstream, \"model\": name, " + FallbackForm.FORM
          + "}; the provider and the fall-back stay as they are where they are left out");

  static ModelPayload parse(JsonNode after, AgentGroup agent) {
    Fields fields = SCHEMA.object(after);
    Optional<Optional<Fallback>> fallback = FallbackForm.read(fields, SCHEMA);
    ModelPayload payload = new ModelPayload(fields.name("provider", MAX_BYTES).orElse(agent.provider()),
        fields.requiredName("model", MAX_BYTES), fallback.orElse(agent.fallback()), fallback.isPresent());
    fields.end();
    return payload;
  }

  /// What holds for an agent now.
  static ModelPayload of(AgentGroup agent, boolean saysFallback) {
    return new ModelPayload(agent.provider(), agent.model(), agent.fallback(), saysFallback);
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("provider", provider).put("model", model);
    if (saysFallback) {
      FallbackForm.write(fallback, json);
    }
    return json;
  }
}
