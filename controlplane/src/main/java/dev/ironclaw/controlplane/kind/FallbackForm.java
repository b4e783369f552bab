package dev.ironclaw.controlplane.kind;

import dev.ironclaw.controlplane.registry.AgentGroup.Fallback;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What answers for an agent while its own model can't, as changes write it.
final class FallbackForm {
  static final String FORM = "\"fallback\"?: {\"provider\", \"model\"} or \"none\"";
  private static final String NAME = "fallback";
  private static final String NONE = "none";
  private static final int MAX_BYTES = 128;

  private FallbackForm() {}

  /// Empty where nothing is said; else the fall-back, or that there is to be none.
  static Optional<Optional<Fallback>> read(Fields fields, Fields.Schema schema) {
    Optional<JsonNode> said = fields.any(NAME);
    if (said.filter(value -> value.isString() && NONE.equals(value.stringValue())).isPresent()) {
      return Optional.of(Optional.empty());
    }
    if (said.isEmpty()) {
      return Optional.empty();
    }
    Fields named = schema.object(said.get());
    Fallback fallback = new Fallback(named.requiredName("provider", MAX_BYTES),
        named.requiredName("model", MAX_BYTES));
    named.end();
    return Optional.of(Optional.of(fallback));
  }

  static void write(Optional<Fallback> fallback, ObjectNode json) {
    json.set(NAME,
        fallback.<JsonNode>map(shown -> JsonNodeFactory.instance.objectNode().put("provider", shown.provider())
            .put("model", shown.model())).orElseGet(() -> JsonNodeFactory.instance.stringNode(NONE)));
  }

  /// Why it could never answer.
  static Optional<String> objection(String provider, String model, Optional<Fallback> fallback, HostFacts host) {
    if (fallback.isEmpty()) {
      return Optional.empty();
    }
    Fallback other = fallback.get();
    Optional<HostFacts.Provider> own = Optional.ofNullable(host.upstreams().get().get(provider));
    Optional<HostFacts.Provider> second = Optional.ofNullable(host.upstreams().get().get(other.provider()));
    if (other.equals(new Fallback(provider, model))) {
      return Optional.of("the fall-back is the model itself; give another one, or \"none\"");
    }
    if (second.isEmpty()) {
      return Optional.of("no upstream is named " + other.provider() + " here, for the fall-back");
    }
    return own.isPresent() && !own.get().dialect().equals(second.get().dialect())
        ? Optional.of("the fall-back " + other.provider() + " speaks " + second.get().dialect() + " and " + provider
            + " speaks " + own.get().dialect()
            + ": a request can't be handed from one to the other; choose a fall-back "
            + "that speaks the same, or \"none\"")
        : Optional.empty();
  }
}
