package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.UserId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.Member;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.RoleGrant;
import dev.ironclaw.controlplane.registry.User;
import dev.ironclaw.controlplane.registry.VaultUse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One thing that is granted or revoked.
sealed interface Permission {
  String FORM = "{\"role\": owner|admin, \"user\": id}, {\"member\": user id}, {\"destination\": {\"channelType\", "
      + "\"platformId\"}}, {\"vault\": {\"credential\", \"host\"}} or {\"user\": {\"id\", \"kind\"?, \"displayName\"?}}";

  JsonNode toJson();

  /// Only what says which row it is: a request to revoke reads the same whatever else stands in that row by now.
  default JsonNode toKeyJson() {
    return toJson();
  }

  /// Whether the registry has it now, as it is here.
  boolean isHeld(Basis base);

  List<RegistryEdit> grant(Basis base);

  List<RegistryEdit> revoke(Basis base);

  /// A sentence without its end: what it lets whom do.
  String meaning();

  /// What the same row is called, whatever else stands in it.
  default Object key() {
    return this;
  }

  /// Over one agent or all; always all for an owner.
  record OfRole(RoleGrant role) implements Permission {
    @Override
    public JsonNode toJson() {
      return JsonNodeFactory.instance.objectNode().put("role", role.role().wireName()).put("user",
          role.user().value());
    }

    @Override
    public boolean isHeld(Basis base) {
      return base.registry().roles().contains(role);
    }

    @Override
    public List<RegistryEdit> grant(Basis base) {
      return List.of(new RegistryEdit.PutRole(role));
    }

    @Override
    public List<RegistryEdit> revoke(Basis base) {
      return List.of(new RegistryEdit.RemoveRole(role));
    }

    @Override
    public String meaning() {
      String over = role.agentGroup().map(agent -> " of " + agent + ": may talk to it")
          .orElse(" of everything: may talk to every agent, the present and the coming ones");
      return role.user() + " is " + role.role().wireName() + over;
    }
  }

  /// May talk to the agent.
  record OfMember(UserId user, AgentGroupId agent) implements Permission {
    @Override
    public JsonNode toJson() {
      return JsonNodeFactory.instance.objectNode().put("member", user.value());
    }

    @Override
    public boolean isHeld(Basis base) {
      return base.registry().members().contains(new Member(user, agent));
    }

    @Override
    public List<RegistryEdit> grant(Basis base) {
      return List.of(new RegistryEdit.PutMember(user, agent));
    }

    @Override
    public List<RegistryEdit> revoke(Basis base) {
      return List.of(new RegistryEdit.RemoveMember(user, agent));
    }

    @Override
    public String meaning() {
      return user + " is a member of " + agent + ": may talk to it";
    }
  }

  /// A place that the agent may write to of its own accord.
  record OfDestination(Destination destination) implements Permission {
    @Override
    public JsonNode toJson() {
      ObjectNode place = JsonNodeFactory.instance.objectNode().put("channelType", destination.channelType())
          .put("platformId", destination.platformId());
      return JsonNodeFactory.instance.objectNode().set("destination", place);
    }

    @Override
    public boolean isHeld(Basis base) {
      return base.registry().destinations().contains(destination);
    }

    @Override
    public List<RegistryEdit> grant(Basis base) {
      return List.of(new RegistryEdit.PutDestination(destination));
    }

    @Override
    public List<RegistryEdit> revoke(Basis base) {
      return List.of(new RegistryEdit.RemoveDestination(destination));
    }

    @Override
    public String meaning() {
      if (destination.channelType().equals(BoxApi.AGENT_CHANNEL)) {
        return destination.agentGroup() + " may give tasks to the agent " + VisibleText.line(destination.platformId())
            + " and get its answers";
      }
      return destination.agentGroup() + " may write to "
          + VisibleText.line(destination.channelType() + "/" + destination.platformId()) + " unasked";
    }
  }

  /// A credential that the host puts into the agent's requests to one host.
  record OfVault(VaultUse use) implements Permission {
    @Override
    public JsonNode toJson() {
      ObjectNode fields = JsonNodeFactory.instance.objectNode().put("credential", use.credential()).put("host",
          use.host());
      return JsonNodeFactory.instance.objectNode().set("vault", fields);
    }

    @Override
    public boolean isHeld(Basis base) {
      return base.registry().reach().vault().contains(use);
    }

    @Override
    public List<RegistryEdit> grant(Basis base) {
      return List.of(new RegistryEdit.PutVaultUse(use));
    }

    @Override
    public List<RegistryEdit> revoke(Basis base) {
      return List.of(new RegistryEdit.RemoveVaultUse(use));
    }

    @Override
    public String meaning() {
      return use.agentGroup() + " may do at " + new EgressHost(use.host()).shown() + " whatever the credential "
          + use.credential() + " lets its holder do there; it never sees the secret";
    }
  }

  /// A registered person.
  record OfUser(User user) implements Permission {
    @Override
    public JsonNode toJson() {
      ObjectNode fields = JsonNodeFactory.instance.objectNode().put("id", user.id().value()).put("kind", user.kind())
          .put("displayName", user.displayName());
      return JsonNodeFactory.instance.objectNode().set("user", fields);
    }

    @Override
    public JsonNode toKeyJson() {
      ObjectNode id = JsonNodeFactory.instance.objectNode().put("id", user.id().value());
      return JsonNodeFactory.instance.objectNode().set("user", id);
    }

    Optional<User> stored(Basis base) {
      return Optional.ofNullable(base.registry().users().get(user.id()));
    }

    @Override
    public boolean isHeld(Basis base) {
      return stored(base).filter(user::equals).isPresent();
    }

    @Override
    public List<RegistryEdit> grant(Basis base) {
      return List.of(new RegistryEdit.ExpectUser(user.id(), stored(base)), new RegistryEdit.PutUser(user));
    }

    @Override
    public List<RegistryEdit> revoke(Basis base) {
      return List.of(new RegistryEdit.ExpectUser(user.id(), stored(base)), new RegistryEdit.RemoveUser(user.id()));
    }

    @Override
    public String meaning() {
      return user.id() + " is registered as " + VisibleText.line(user.displayName()) + " (" + user.kind()
          + "): heard where only known people are";
    }

    @Override
    public Object key() {
      return user.id();
    }
  }
}
