package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.User;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Who may do what, and which secrets an agent may have used for it.
sealed interface PermissionsPayload extends Payload {
  Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.PERMISSIONS, "{\"grant\"?: [items], \"revoke\"?: [items]} with "
      + "items " + Permission.FORM + "; {\"vaultPolicy\": {\"rules\": [{\"credential\", \"hosts\": [names]}]}}; "
      + "{\"vaultRotate\": {\"credential\"}}");
  Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  Pattern USER_KIND = Pattern.compile("[a-z0-9-]{1,32}");
  int MAX_NAME_BYTES = 128;

  /// No row stands in it twice.
  record Grants(List<Permission> grant, List<Permission> revoke) implements PermissionsPayload {
    @Override
    public JsonNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.set("grant", list(grant.stream().map(Permission::toJson)));
      json.set("revoke", list(revoke.stream().map(Permission::toKeyJson)));
      return json;
    }

    private static ArrayNode list(Stream<JsonNode> items) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      items.forEach(list::add);
      return list;
    }
  }

  /// The whole policy of an agent.
  record VaultPolicy(List<VaultRule> rules) implements PermissionsPayload {
    @Override
    public JsonNode toJson() {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      rules.forEach(rule -> {
        ArrayNode hosts = JsonNodeFactory.instance.arrayNode();
        rule.hosts().forEach(host -> hosts.add(host.ascii()));
        list.add(JsonNodeFactory.instance.objectNode().put("credential", rule.credential()).set("hosts", hosts));
      });
      ObjectNode policy = JsonNodeFactory.instance.objectNode().set("rules", list);
      return JsonNodeFactory.instance.objectNode().set("vaultPolicy", policy);
    }
  }

  /// A secret that may be put into calls to these hosts.
  record VaultRule(String credential, List<EgressHost> hosts) {}

  record VaultRotate(String credential) implements PermissionsPayload {
    @Override
    public JsonNode toJson() {
      ObjectNode rotate = JsonNodeFactory.instance.objectNode().put("credential", credential);
      return JsonNodeFactory.instance.objectNode().set("vaultRotate", rotate);
    }
  }

  static PermissionsPayload parse(JsonNode after, Basis base) {
    Fields fields = SCHEMA.object(after);
    Optional<Fields> policy = fields.object("vaultPolicy");
    Optional<Fields> rotate = fields.object("vaultRotate");
    Optional<List<Permission>> grant = fields.items("grant", item -> item(item, base));
    Optional<List<Permission>> revoke = fields.items("revoke", item -> asStored(item(item, base), base));
    fields.end();
    boolean grants = grant.isPresent() || revoke.isPresent();
    if (policy.isPresent() && rotate.isEmpty() && !grants) {
      return vaultPolicy(policy.get(), base);
    }
    if (rotate.isPresent() && policy.isEmpty() && !grants) {
      agent(base);
      VaultRotate payload = new VaultRotate(credential(rotate.get()));
      rotate.get().end();
      return payload;
    }
    if (!grants || policy.isPresent() || rotate.isPresent()) {
      throw SCHEMA.invalid("it must hold \"grant\" or \"revoke\", or one of \"vaultPolicy\" and \"vaultRotate\"");
    }
    return grants(grant.orElse(List.of()), revoke.orElse(List.of()));
  }

  private static Grants grants(List<Permission> grant, List<Permission> revoke) {
    Set<Object> seen = new HashSet<>();
    for (List<Permission> items : List.of(grant, revoke)) {
      for (Permission item : items) {
        if (!seen.add(item.key())) {
          throw SCHEMA.invalid("it names twice: " + VisibleText.brief(item.toJson().toString()));
        }
      }
    }
    if (seen.isEmpty()) {
      throw SCHEMA.invalid("it grants and revokes nothing");
    }
    return new Grants(grant, revoke);
  }

  private static Permission item(JsonNode value, Basis base) {
    Fields item = SCHEMA.object(value);
    Permission read;
    if (item.has("role")) {
      read = role(item, base);
    } else if (item.has("member")) {
      read = new Permission.OfMember(user(item, "member"), agent(base));
    } else if (item.has("destination")) {
      read = new Permission.OfDestination(destination(item, base));
    } else {
      Fields fields = item.object("user").orElseThrow(() -> SCHEMA.invalid("an item is none of the four"));
      UserId id = user(fields, "id");
      int colon = id.value().indexOf(':');
      String kind = fields.name("kind", MAX_NAME_BYTES).orElse(id.value().substring(0, colon));
      if (!USER_KIND.matcher(kind).matches()) {
        throw SCHEMA.invalid("\"kind\" must match " + USER_KIND.pattern());
      }
      read = new Permission.OfUser(
          new User(id, kind, fields.name("displayName", MAX_NAME_BYTES).orElse(id.value().substring(colon + 1))));
      fields.end();
    }
    item.end();
    return read;
  }

  private static Permission role(Fields item, Basis base) {
    Role role = item.oneOf("role", Role.values(), Role::wireName)
        .orElseThrow(() -> SCHEMA.invalid("\"role\" is missing"));
    if (role == Role.OWNER && base.agent().isPresent()) {
      throw SCHEMA.invalid("an owner owns everything: ask for it about no agent");
    }
    return new Permission.OfRole(new RoleGrant(user(item, "user"), role, base.agent().map(AgentGroup::id)));
  }

  private static Destination destination(Fields item, Basis base) {
    Fields fields = item.object("destination").orElseThrow(() -> SCHEMA.invalid("\"destination\" is missing"));
    PlaceName place = PlaceName.read(fields, SCHEMA);
    fields.end();
    if (!place.instance().isEmpty()) {
      throw SCHEMA.invalid("a destination holds for every instance: leave \"instance\" out");
    }
    return new Destination(agent(base), place.channelType(), place.platformId());
  }

  /// A person is revoked as they are stored, whatever the request calls them.
  private static Permission asStored(Permission item, Basis base) {
    return item instanceof Permission.OfUser person
        ? person.stored(base).<Permission>map(Permission.OfUser::new).orElse(person)
        : item;
  }

  private static PermissionsPayload vaultPolicy(Fields policy, Basis base) {
    agent(base);
    List<VaultRule> rules = policy.items("rules", value -> {
      Fields rule = SCHEMA.object(value);
      VaultRule read = new VaultRule(credential(rule),
          rule.items("hosts", WiringPayload.host(SCHEMA)).orElse(List.of()));
      rule.end();
      if (read.hosts().isEmpty()) {
        throw SCHEMA.invalid("a rule names no host");
      }
      return read;
    }).orElseThrow(() -> SCHEMA.invalid("\"rules\" is missing"));
    policy.end();
    return new VaultPolicy(rules);
  }

  private static String credential(Fields fields) {
    String name = fields.requiredName("credential", MAX_NAME_BYTES);
    if (!CREDENTIAL.matcher(name).matches() || name.contains("..")) {
      throw SCHEMA.invalid("\"credential\" must match " + CREDENTIAL.pattern() + " without \"..\"");
    }
    return name;
  }

  private static UserId user(Fields fields, String name) {
    return fields.any(name).map(value -> SCHEMA.user("\"" + name + "\"", value))
        .orElseThrow(() -> SCHEMA.invalid("\"" + name + "\" is missing"));
  }

  private static AgentGroupId agent(Basis base) {
    return base.agent().map(AgentGroup::id).orElseThrow(
        () -> SCHEMA.invalid("members, destinations and the vault are about an agent: name it in the change"));
  }
}
