package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.WiringId;
import dev.ironclaw.contract.api.DestinationBody;
import dev.ironclaw.contract.api.MemberBody;
import dev.ironclaw.contract.api.RoleBody;
import dev.ironclaw.contract.api.UserBody;
import dev.ironclaw.contract.api.WiringBody;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.Member;
import dev.ironclaw.controlplane.registry.MessagingGroup;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.RoleGrant.Role;
import dev.ironclaw.controlplane.registry.User;
import dev.ironclaw.controlplane.registry.Wiring;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a write of the registry asks of the gateway: none where everything is so already. Decides nothing: the kinds read,
/// check and show what is built here.
final class RegistryPlans {
  private final Registry registry;

  RegistryPlans(Registry registry) {
    this.registry = registry;
  }

  /// One change to ask for.
  ///
  /// @param agent whose; empty for one about no agent that exists
  record Wanted(ChangeKind kind, Optional<AgentGroupId> agent, JsonNode after) {}

  List<Wanted> retire(AgentGroupId id) {
    known(id);
    return List.of(new Wanted(ChangeKind.CREATE_AGENT, Optional.of(id), object().put("remove", true)));
  }

  List<Wanted> wire(WiringBody body) {
    AgentGroupId agent = known(new AgentGroupId(body.agentGroupId()));
    ObjectNode put = object();
    body.id().ifPresent(id -> put.put("id", id));
    body.messagingGroupId().ifPresentOrElse(id -> place(put, id, body), () -> {
      body.channelType().ifPresent(word -> put.put("channelType", word));
      body.platformId().ifPresent(word -> put.put("platformId", word));
      body.instance().ifPresent(word -> put.put("instance", word));
      body.isGroup().ifPresent(flag -> put.put("isGroup", flag));
    });
    body.engageMode().ifPresent(word -> put.put("engageMode", word));
    body.engagePattern().ifPresent(word -> put.put("engagePattern", word));
    body.senderScope().ifPresent(word -> put.put("senderScope", word));
    body.ignoredMessagePolicy().ifPresent(word -> put.put("ignoredMessagePolicy", word));
    body.sessionMode().ifPresent(word -> put.put("sessionMode", word));
    body.priority().ifPresent(number -> put.put("priority", number));
    body.unknownSenderPolicy().ifPresent(word -> put.put("unknownSenderPolicy", word));
    return List.of(new Wanted(ChangeKind.WIRING, Optional.of(agent), object().set("put", put)));
  }

  private void place(ObjectNode put, String id, WiringBody body) {
    if (body.channelType().isPresent() || body.platformId().isPresent() || body.instance().isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "a wiring names its place by messagingGroupId or by channelType, platformId and instance, not by both");
    }
    MessagingGroup place = registry.messagingGroup(new MessagingGroupId(id)).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "there is no messaging group " + id));
    put.put("channelType", place.channelType()).put("platformId", place.platformId())
        .put("instance", place.instance()).put("isGroup", body.isGroup().orElse(place.isGroup()));
  }

  List<Wanted> unwire(WiringId id) {
    Wiring wiring = RegistryLists.wiring(registry, id);
    return List.of(
        new Wanted(ChangeKind.WIRING, Optional.of(wiring.agentGroup()), object().put("remove", id.value())));
  }

  List<Wanted> user(UserId id, UserBody body) {
    Optional<User> stored = registry.user(id);
    Optional<String> kind = body.kind().or(() -> stored.map(User::kind));
    Optional<String> name = body.displayName().or(() -> stored.map(User::displayName));
    if (stored.filter(user -> kind.equals(Optional.of(user.kind())) && name.equals(Optional.of(user.displayName())))
        .isPresent()) {
      return List.of();
    }
    ObjectNode user = object().put("id", id.value());
    kind.ifPresent(word -> user.put("kind", word));
    name.ifPresent(word -> user.put("displayName", word));
    return permission("grant", Optional.empty(), object().set("user", user));
  }

  List<Wanted> forget(UserId id) {
    if (registry.user(id).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no user " + id);
    }
    return permission("revoke", Optional.empty(), object().set("user", object().put("id", id.value())));
  }

  List<Wanted> role(RoleBody body, boolean grant) {
    UserId user = new UserId(body.userId());
    Optional<AgentGroupId> agent = body.agentGroupId().filter(id -> !id.isEmpty()).map(AgentGroupId::new)
        .map(this::known);
    Role role = Arrays.stream(Role.values()).filter(known -> known.wireName().equals(body.role())).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.INVALID_REQUEST, "role must be 'owner' or 'admin'"));
    boolean held = registry.snapshot().roles().contains(new RoleGrant(user, role, agent));
    return held == grant
        ? List.of()
        : permission(verb(grant), agent, object().put("role", role.wireName()).put("user", user.value()));
  }

  List<Wanted> member(MemberBody body, boolean grant) {
    UserId user = new UserId(body.userId());
    AgentGroupId agent = known(new AgentGroupId(body.agentGroupId()));
    boolean held = registry.snapshot().members().contains(new Member(user, agent));
    return held == grant
        ? List.of()
        : permission(verb(grant), Optional.of(agent), object().put("member", user.value()));
  }

  List<Wanted> destination(DestinationBody body, boolean grant) {
    AgentGroupId agent = known(new AgentGroupId(body.agentGroupId()));
    boolean held = registry.snapshot().destinations()
        .contains(new Destination(agent, body.channelType(), body.platformId()));
    ObjectNode place = object().put("channelType", body.channelType()).put("platformId", body.platformId());
    return held == grant ? List.of() : permission(verb(grant), Optional.of(agent), object().set("destination", place));
  }

  private AgentGroupId known(AgentGroupId id) {
    if (registry.agentGroup(id).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + id);
    }
    return id;
  }

  private static String verb(boolean grant) {
    return grant ? "grant" : "revoke";
  }

  private static List<Wanted> permission(String verb, Optional<AgentGroupId> agent, JsonNode item) {
    ObjectNode after = object();
    after.putArray(verb).add(item);
    return List.of(new Wanted(ChangeKind.PERMISSIONS, agent, after));
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
