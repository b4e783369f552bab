package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Which model answers for an agent.
///
/// @param provider name of the upstream
/// @param model as the upstream names it
record ModelPayload(String provider, String model) implements Payload {
  private static final int MAX_BYTES = 128;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.MODEL,
      "{\"provider\"?: name of an upstream, \"model\": name}; the provider stays as it is where it is left out");

  static ModelPayload parse(JsonNode after, String presentProvider) {
    Fields fields = SCHEMA.object(after);
    ModelPayload payload = new ModelPayload(fields.name("provider", MAX_BYTES).orElse(presentProvider),
        fields.requiredName("model", MAX_BYTES));
    fields.end();
    return payload;
  }

  @Override
  public JsonNode toJson() {
    return JsonNodeFactory.instance.objectNode().put("provider", provider).put("model", model);
  }
}
