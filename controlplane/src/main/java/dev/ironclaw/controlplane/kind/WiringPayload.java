package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Where people reach an agent, or which hosts it reaches.
sealed interface WiringPayload extends Payload {
  Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.WIRING, "{\"put\": " + WiringSpec.FORM
      + "}, {\"remove\": wr_…, \"unknownSenderPolicy\"?} or {\"egress\": [" + EgressTarget.FORM
      + "]} to let it reach more, or {\"egressRemove\": [the same]}");

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

  /// What it may reach in addition, or any more.
  ///
  /// @param adds false where it takes them away
  /// @param targets sorted, at least one
  record Egress(boolean adds, List<EgressTarget> targets) implements WiringPayload {
    @Override
    public JsonNode toJson() {
      ArrayNode items = JsonNodeFactory.instance.arrayNode();
      targets.forEach(target -> items.add(target.text()));
      return JsonNodeFactory.instance.objectNode().set(adds ? "egress" : "egressRemove", items);
    }
  }

  static WiringPayload parse(JsonNode after, Basis base) {
    Fields fields = SCHEMA.object(after);
    Optional<Fields> put = fields.object("put");
    Optional<WiringId> remove = fields.id("remove", WiringId::new);
    Optional<Egress> egress = egress(fields, true).or(() -> egress(fields, false));
    Optional<UnknownSenderPolicy> policy = remove.flatMap(_ -> WiringSpec.policy(fields));
    fields.end();
    if (put.isPresent() && remove.isEmpty() && egress.isEmpty()) {
      return new Put(WiringSpec.read(put.get(), SCHEMA, base.requireAgent().id(), base));
    }
    if (remove.isPresent() && put.isEmpty() && egress.isEmpty()) {
      return new Remove(remove.get(), policy);
    }
    if (egress.isPresent() && put.isEmpty() && remove.isEmpty()) {
      return egress.get();
    }
    throw SCHEMA.invalid("it must hold exactly one of \"put\", \"remove\", \"egress\" and \"egressRemove\"");
  }

  private static Optional<Egress> egress(Fields fields, boolean adds) {
    return fields.items(adds ? "egress" : "egressRemove", EgressTarget.reader(SCHEMA)).map(items -> {
      TreeMap<String, EgressTarget> sorted = new TreeMap<>();
      items.forEach(target -> sorted.put(target.text(), target));
      if (sorted.isEmpty()) {
        throw SCHEMA.invalid("it names no host");
      }
      return new Egress(adds, List.copyOf(sorted.values()));
    });
  }
}
