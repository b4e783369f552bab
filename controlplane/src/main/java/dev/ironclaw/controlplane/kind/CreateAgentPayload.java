package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxConfig.Persona;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Budget;
import dev.ironclaw.controlplane.registry.MessagingGroup.UnknownSenderPolicy;
import dev.ironclaw.controlplane.registry.VaultUse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A new agent with everything that it is to have, or the end of one.
sealed interface CreateAgentPayload extends Payload {
  Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.CREATE_AGENT, "{\"name\", \"id\"?, \"folder\"?, \"persona\"?: "
      + "text or \"personaDocs\"?: {\"identity\"?, \"soul\"?, \"instructions\"?}, \"enabledTools\"?: [names], "
      + "\"provider\"?, \"model\"?, " + FallbackForm.FORM + ", \"mounts\"?: " + MountsPayload.ITEMS
      + ", \"admins\"?: [user ids], \"members\"?: [user ids], \"destinations\"?: [{\"channelType\", \"platformId\"}], "
      + "\"egress\"?: [" + EgressTarget.FORM + "], \"vault\"?: [{\"credential\", \"host\"}], \"wirings\"?: ["
      + WiringSpec.FORM
      + "], \"budget\"?: " + BudgetPayload.FORM
      + "}, or {\"remove\": true, \"policies\"?: [{\"channelType\", \"platformId\", \"instance\"?, "
      + "\"unknownSenderPolicy\"}]} about an agent");
  int MAX_NAME_BYTES = 128;
  int SLUG_CHARS = 48;

  /// With every default filled in.
  record Create(AgentSpec agent) implements CreateAgentPayload {
    @Override
    public JsonNode toJson() {
      return agent.toJson();
    }
  }

  /// Ends the change's agent.
  ///
  /// @param policies what is to happen to strangers afterwards, at places where it is wired; others stay as they are
  record Remove(Map<PlaceName, UnknownSenderPolicy> policies) implements CreateAgentPayload {
    public Remove {
      policies = Map.copyOf(policies);
    }

    @Override
    public JsonNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("remove", true);
      if (!policies.isEmpty()) {
        ArrayNode list = json.putArray("policies");
        new TreeMap<>(policies).forEach(
            (place, policy) -> list.add(place.toJson().put("unknownSenderPolicy", policy.wireName())));
      }
      return json;
    }
  }

  static CreateAgentPayload parse(JsonNode after, Basis base) {
    Fields fields = SCHEMA.object(after);
    return fields.has("remove") ? remove(fields, base) : new Create(create(fields, base));
  }

  private static Remove remove(Fields fields, Basis base) {
    Map<PlaceName, UnknownSenderPolicy> policies = new TreeMap<>();
    if (!fields.flag("remove").orElse(false)) {
      throw SCHEMA.invalid("\"remove\" must be true");
    }
    fields.items("policies", value -> {
      Fields item = SCHEMA.object(value);
      PlaceName place = PlaceName.read(item, SCHEMA);
      UnknownSenderPolicy policy = WiringSpec.policy(item)
          .orElseThrow(() -> SCHEMA.invalid("\"unknownSenderPolicy\" is missing"));
      item.end();
      if (policies.put(place, policy) != null) {
        throw SCHEMA.invalid("\"policies\" names a place twice");
      }
      return place;
    });
    fields.end();
    if (base.agent().isEmpty()) {
      throw SCHEMA.invalid("only an agent that exists can be removed: name it in the change");
    }
    return new Remove(policies);
  }

  private static AgentSpec create(Fields fields, Basis base) {
    String name = fields.requiredIdentifier("name", MAX_NAME_BYTES);
    Optional<AgentGroupId> named = fields.id("id", AgentGroupId::new);
    // A folder is named by the same rule; one that leads elsewhere is none.
    Optional<String> folder = fields.id("folder", AgentGroupId::new).map(AgentGroupId::value);
    if (folder.filter(path -> path.contains("..")).isPresent()) {
      throw SCHEMA.invalid("\"folder\" holds \"..\"");
    }
    AgentGroupId id = named.or(() -> folder.map(AgentGroupId::new)).or(() -> slug(name)).orElseThrow(
        () -> SCHEMA.invalid("the name has no letters a to z or digits to make an id of: give an \"id\""));
    Optional<HostFacts.ModelChoice> standard = base.host().standardModel();
    Optional<String> provider = fields.name("provider", MAX_NAME_BYTES);
    Optional<String> model = fields.name("model", MAX_NAME_BYTES).or(() -> provider.flatMap(
        chosen -> standard.filter(known -> known.provider().equals(chosen)).map(HostFacts.ModelChoice::model)
            .or(() -> Optional.ofNullable(base.host().upstreams().get().get(chosen))
                .flatMap(HostFacts.Provider::model))));
    if (model.isEmpty() && provider.isPresent()) {
      throw SCHEMA.invalid("\"model\" is missing: which one at " + provider.get() + "?");
    }
    AgentGroup row = new AgentGroup(id, 0, name, folder.orElse(id.value()),
        provider.or(() -> standard.map(HostFacts.ModelChoice::provider))
            .orElseThrow(() -> SCHEMA.invalid("\"provider\" is missing, and this host has none")),
        model.or(() -> standard.map(HostFacts.ModelChoice::model))
            .orElseThrow(() -> SCHEMA.invalid("\"model\" is missing, and this host has none")),
        persona(fields), distinct("enabledTools", fields.items("enabledTools", CreateAgentPayload::tool)),
        distinct("mounts", fields.any("mounts").map(list -> MountsPayload.list(SCHEMA, "\"mounts\"", list))),
        FallbackForm.read(fields, SCHEMA).flatMap(fallback -> fallback),
        fields.object("budget").map(budget -> BudgetPayload.read(budget, SCHEMA)).orElse(Budget.NONE));
    AgentSpec spec = new AgentSpec(row, users(fields, "admins"), users(fields, "members"),
        distinct("destinations", fields.items("destinations", CreateAgentPayload::destination)),
        distinct("egress", fields.items("egress", EgressTarget.reader(SCHEMA))),
        distinct("vault", fields.items("vault", value -> {
          Fields use = SCHEMA.object(value);
          VaultUse read = PermissionsPayload.vaultUse(use, SCHEMA, id);
          use.end();
          return read;
        })),
        distinct("wirings", fields.items("wirings",
            value -> WiringSpec.read(SCHEMA.object(value), SCHEMA, id, base))));
    fields.end();
    return spec;
  }

  private static Optional<AgentGroupId> slug(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
    String cut = slug.substring(0, Math.min(slug.length(), SLUG_CHARS)).replaceAll("-+$", "");
    return cut.isEmpty() ? Optional.empty() : Optional.of(new AgentGroupId(cut));
  }

  private static Persona persona(Fields fields) {
    Optional<Fields> documents = fields.object("personaDocs");
    Optional<String> instructions = document(fields, "persona");
    if (documents.isPresent() && instructions.isPresent()) {
      throw SCHEMA.invalid("\"persona\" is the \"instructions\" of \"personaDocs\": give one of the two");
    }
    Persona persona = documents.map(named -> new Persona(document(named, "identity").orElse(""),
        document(named, "soul").orElse(""), document(named, "instructions").orElse("")))
        .orElseGet(() -> new Persona("", "", instructions.orElse("")));
    documents.ifPresent(Fields::end);
    return persona;
  }

  private static Optional<String> document(Fields fields, String name) {
    return fields.text(name, AgentGroup.MAX_PERSONA_BYTES);
  }

  private static String tool(JsonNode value) {
    if (!value.isString() || !ToolName.ALL.contains(value.stringValue())) {
      throw SCHEMA.unknown("\"enabledTools\" names an unknown tool \"" + VisibleText.brief(value.toString())
          + "\"; known: " + String.join(", ", ToolName.ALL), value.toString());
    }
    return value.stringValue();
  }

  private static PlaceName destination(JsonNode value) {
    Fields fields = SCHEMA.object(value);
    PlaceName place = PlaceName.read(fields, SCHEMA);
    fields.end();
    if (!place.instance().isEmpty()) {
      throw SCHEMA.invalid("a destination holds for every instance: leave \"instance\" out");
    }
    return place;
  }

  private static List<UserId> users(Fields fields, String name) {
    return distinct(name, fields.items(name, value -> SCHEMA.user("\"" + name + "\"", value)));
  }

  private static <T> List<T> distinct(String where, Optional<List<T>> items) {
    if (items.isPresent() && new HashSet<>(items.get()).size() != items.get().size()) {
      throw SCHEMA.invalid("\"" + where + "\" names one twice");
    }
    return items.orElse(List.of());
  }
}
