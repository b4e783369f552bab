package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Where people reach an agent, or which hosts it reaches.
sealed interface WiringPayload extends Payload {
  Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.WIRING, "{\"put\": " + WiringSpec.FORM
      + "}, {\"remove\": wr_…, \"unknownSenderPolicy\"?} or {\"egress\": [exact names of hosts]}");

  int MAX_HOST_BYTES = 1_024;

  /// Adds a wiring, or replaces the agent's one with that id.
  record Put(WiringSpec spec) implements WiringPayload {
    @Override
    public JsonNode toJson() {
      return JsonNodeFactory.instance.objectNode().set("put", spec.toJson());
    }
  }

  /// Removes the wiring.
  ///
  /// @param policy what is to happen to strangers at its place afterwards; empty: as it is
  record Remove(WiringId id, Optional<UnknownSenderPolicy> policy) implements WiringPayload {
    @Override
    public JsonNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("remove", id.value());
      policy.ifPresent(known -> json.put("unknownSenderPolicy", known.wireName()));
      return json;
    }
  }

  /// The whole list of hosts.
  ///
  /// @param hosts sorted
  record Egress(List<EgressHost> hosts) implements WiringPayload {
    @Override
    public JsonNode toJson() {
      ArrayNode names = JsonNodeFactory.instance.arrayNode();
      hosts.forEach(host -> names.add(host.ascii()));
      return JsonNodeFactory.instance.objectNode().set("egress", names);
    }
  }

  static WiringPayload parse(JsonNode after, Basis base) {
    Fields fields = SCHEMA.object(after);
    Optional<Fields> put = fields.object("put");
    Optional<WiringId> remove = fields.id("remove", WiringId::new);
    Optional<List<EgressHost>> egress = fields.items("egress", host(SCHEMA));
    Optional<UnknownSenderPolicy> policy = remove.flatMap(_ -> WiringSpec.policy(fields));
    fields.end();
    if (put.isPresent() && remove.isEmpty() && egress.isEmpty()) {
      return new Put(WiringSpec.read(put.get(), SCHEMA, base.requireAgent().id(), base));
    }
    if (remove.isPresent() && put.isEmpty() && egress.isEmpty()) {
      return new Remove(remove.get(), policy);
    }
    if (egress.isPresent() && put.isEmpty() && remove.isEmpty()) {
      TreeSet<String> sorted = new TreeSet<>();
      egress.get().forEach(host -> sorted.add(host.ascii()));
      return new Egress(sorted.stream().map(EgressHost::new).toList());
    }
    throw SCHEMA.invalid("it must hold exactly one of \"put\", \"remove\" and \"egress\"");
  }

  /// Reads a host for this schema.
  static Function<JsonNode, EgressHost> host(Fields.Schema schema) {
    return value -> {
      String raw = schema.name("a host", value, MAX_HOST_BYTES);
      EgressHost.objection(raw).ifPresent(why -> {
        throw schema.hostile("the host \"" + VisibleText.brief(raw) + "\" " + why);
      });
      return EgressHost.of(raw);
    };
  }
}
