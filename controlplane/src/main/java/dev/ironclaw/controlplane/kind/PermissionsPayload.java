package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.EgressRule;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.User;
import dev.ironclaw.controlplane.registry.VaultUse;
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

/// Who may do what, and which secrets are used for an agent.
///
/// @param grant no row stands twice in it and in what is revoked
record PermissionsPayload(List<Permission> grant, List<Permission> revoke) implements Payload {
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.PERMISSIONS,
      "{\"grant\"?: [items], \"revoke\"?: [items]} with "
          + "items " + Permission.FORM);
  private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final Pattern USER_KIND = Pattern.compile("[a-z0-9-]{1,32}");
  private static final int MAX_NAME_BYTES = 128;

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

  static PermissionsPayload parse(JsonNode after, Basis base) {
    Fields fields = SCHEMA.object(after);
    Optional<List<Permission>> grant = fields.items("grant", item -> item(item, base));
    Optional<List<Permission>> revoke = fields.items("revoke", item -> asStored(item(item, base), base));
    fields.end();
    PermissionsPayload payload = new PermissionsPayload(grant.orElse(List.of()), revoke.orElse(List.of()));
    Set<Object> seen = new HashSet<>();
    for (List<Permission> items : List.of(payload.grant(), payload.revoke())) {
      for (Permission item : items) {
        if (!seen.add(item.key())) {
          throw SCHEMA.invalid("it names twice: " + VisibleText.brief(item.toJson().toString()));
        }
      }
    }
    if (seen.isEmpty()) {
      throw SCHEMA.invalid("it grants and revokes nothing");
    }
    return payload;
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
    } else if (item.has("vault")) {
      read = new Permission.OfVault(vault(item, base));
    } else {
      Fields fields = item.object("user").orElseThrow(() -> SCHEMA.invalid("an item is none of the five"));
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

  private static VaultUse vault(Fields item, Basis base) {
    Fields fields = item.object("vault").orElseThrow(() -> SCHEMA.invalid("\"vault\" is missing"));
    VaultUse use = vaultUse(fields, SCHEMA, agent(base));
    fields.end();
    return use;
  }

  static VaultUse vaultUse(Fields fields, Fields.Schema schema, AgentGroupId agent) {
    return new VaultUse(agent, credential(fields), fields.any("host").map(EgressTarget.reader(schema))
        .filter(target -> target.equals(new EgressTarget("", target.host(), EgressRule.HTTPS, "")))
        .orElseThrow(() -> schema.invalid("\"host\" must be the exact name of one host")).host().ascii());
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
