package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.Wiring;
import dev.ironclaw.controlplane.registry.Wiring.EngageMode;
import dev.ironclaw.controlplane.registry.Wiring.IgnoredMessagePolicy;
import dev.ironclaw.controlplane.registry.Wiring.SenderScope;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One wiring as a payload names it, with every default filled in.
///
/// @param policy what is to happen to strangers' messages at the place, for every agent there; empty: as it is
record WiringSpec(WiringId id, PlaceName place, boolean isGroup, EngageMode engageMode, String engagePattern,
    SenderScope senderScope, IgnoredMessagePolicy ignoredMessagePolicy, SessionMode sessionMode, int priority,
    Optional<UnknownSenderPolicy> policy) {
  static final String FORM = "{\"id\"?: wr_…, \"channelType\", \"platformId\", \"instance\"?, \"isGroup\"?, "
      + "\"engageMode\"?: pattern|mention|mention-sticky, \"engagePattern\"?, \"senderScope\"?: all|known, "
      + "\"ignoredMessagePolicy\"?: drop|accumulate, \"sessionMode\"?: shared|per-thread|agent-shared, \"priority\"?, "
      + "\"unknownSenderPolicy\"?: strict|request_approval|public}";
  private static final int MAX_PATTERN_BYTES = 512;
  private static final int MAX_PRIORITY = 1_000_000;
  private static final int ID_DIGITS = 16;

  static WiringSpec read(Fields fields, Fields.Schema schema, AgentGroupId agent, Basis base) {
    PlaceName place = PlaceName.read(fields, schema);
    boolean isGroup = fields.flag("isGroup")
        .orElseGet(() -> place.find(base).map(MessagingGroup::isGroup).orElse(false));
    EngageMode mode = fields.oneOf("engageMode", EngageMode.values(), EngageMode::wireName)
        .orElse(isGroup ? EngageMode.MENTION : EngageMode.PATTERN);
    WiringSpec spec = new WiringSpec(fields.id("id", WiringId::new).orElseGet(() -> derived(agent, place)), place,
        isGroup, mode, fields.name("engagePattern", MAX_PATTERN_BYTES).orElse("."),
        fields.oneOf("senderScope", SenderScope.values(), SenderScope::wireName).orElse(SenderScope.ALL),
        fields.oneOf("ignoredMessagePolicy", IgnoredMessagePolicy.values(), IgnoredMessagePolicy::wireName)
            .orElse(IgnoredMessagePolicy.DROP),
        fields.oneOf("sessionMode", SessionMode.values(), SessionMode::wireName).orElse(SessionMode.SHARED),
        Math.toIntExact(fields.number("priority", -MAX_PRIORITY, MAX_PRIORITY).orElse(0L)), policy(fields));
    fields.end();
    return spec;
  }

  static Optional<UnknownSenderPolicy> policy(Fields fields) {
    return fields.oneOf("unknownSenderPolicy", UnknownSenderPolicy.values(), UnknownSenderPolicy::wireName);
  }

  /// The same agent and place give the same id, so that reading is pure and asking twice is asking once.
  static WiringId derived(AgentGroupId agent, PlaceName place) {
    JsonNode named = place.toJson().put("agent", agent.value());
    return new WiringId("wr_" + CanonicalJson.digest(named).substring(0, ID_DIGITS));
  }

  /// What is stored, as a payload would name it.
  static WiringSpec of(Wiring wiring, MessagingGroup place, Optional<UnknownSenderPolicy> policy) {
    return new WiringSpec(wiring.id(), PlaceName.of(place), place.isGroup(), wiring.engageMode(),
        wiring.engagePattern(), wiring.senderScope(), wiring.ignoredMessagePolicy(), wiring.sessionMode(),
        wiring.priority(), policy);
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id.value());
    json.setAll(place.toJson());
    json.put("isGroup", isGroup).put("engageMode", engageMode.wireName()).put("engagePattern", engagePattern)
        .put("senderScope", senderScope.wireName()).put("ignoredMessagePolicy", ignoredMessagePolicy.wireName())
        .put("sessionMode", sessionMode.wireName()).put("priority", priority);
    policy.ifPresent(known -> json.put("unknownSenderPolicy", known.wireName()));
    return json;
  }

  /// What holds there now for strangers.
  UnknownSenderPolicy policyNow(Basis base) {
    return place.find(base).map(MessagingGroup::unknownSenderPolicy).orElse(UnknownSenderPolicy.STRICT);
  }

  UnknownSenderPolicy policyAfter(Basis base) {
    return policy.orElse(policyNow(base));
  }

  List<RegistryEdit> edits(AgentGroupId agent, Basis base) {
    RegistryEdit.Place at = place.toEdit(isGroup);
    List<RegistryEdit> edits = new ArrayList<>();
    edits.add(new RegistryEdit.ExpectPolicy(at, policyNow(base)));
    edits.add(new RegistryEdit.PutWiring(at, new RegistryEdit.WiringDraft(id, agent, engageMode, engagePattern,
        senderScope, ignoredMessagePolicy, sessionMode, priority)));
    policy.ifPresent(known -> edits.add(new RegistryEdit.PutPolicy(at, known)));
    return edits;
  }

  WiringSpec withPolicy(Optional<UnknownSenderPolicy> other) {
    return new WiringSpec(id, place, isGroup, engageMode, engagePattern, senderScope, ignoredMessagePolicy,
        sessionMode, priority, other);
  }
}
