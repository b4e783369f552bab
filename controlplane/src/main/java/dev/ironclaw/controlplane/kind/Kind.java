package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Everything that one kind of change is, in one place: its schema, its rule, its card, its effect and its undo. Every
/// method is pure and deterministic, and never asks a model.
///
/// @param <P> its payload
interface Kind<P extends Payload> {
  ChangeKind name();

  /// Every risk that its cards can have; a card with another one is refused.
  Set<Risk> risks();

  /// Reads the payload; relative forms ("add") are resolved against the base.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD` with the field and the accepted form
  P parse(JsonNode after, Basis base);

  /// Why nobody may let it through, as one sentence for the one who asked.
  Optional<String> objection(P payload, Basis base);

  /// What the human is shown.
  CardParts card(P payload, Basis base);

  /// What undoing it has to put back, as a payload of this kind: applied after it, the registry is as it was before.
  JsonNode before(P payload, Basis base);

  /// Which agent it is about, where it is about one.
  default Optional<AgentGroupId> subject(P payload, Basis base) {
    return base.agent().map(AgentGroup::id);
  }

  /// Whether it needs an agent that exists.
  default boolean needsAgent() {
    return true;
  }

  /// Whether no agent may ask for it, whatever the payload says.
  default boolean isForPeopleAlone() {
    return false;
  }

  /// Whether an agent may ask for it at all, for itself; otherwise people only.
  default boolean mayBeAskedByAgents(P payload, Basis base) {
    return true;
  }

  /// The agent's own row afterwards; its revision is raised by the caller.
  default AgentGroup agent(P payload, AgentGroup current) {
    return current;
  }

  /// All other rows that change with it.
  default List<RegistryEdit> edits(P payload, Basis base) {
    return List.of();
  }

  /// How an approval of it may be limited; none where what it gives can't be taken away by itself.
  default Set<Limit> limits(P payload, Basis base) {
    return Set.of();
  }

  /// Why this version can't carry it out at all, for example because the part that would is not there yet: it is refused
  /// when it is asked for, so that no human decides on what would have no effect.
  default Optional<String> unavailable(P payload) {
    return Optional.empty();
  }
}
