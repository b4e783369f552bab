package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One request, read against one base: all that its kind says of it.
///
/// @param <P> the kind's payload
public final class Asked<P extends Payload> {
  private final Kind<P> kind;
  private final P payload;
  private final Basis base;

  private Asked(Kind<P> kind, P payload, Basis base) {
    this.kind = kind;
    this.payload = payload;
    this.base = base;
  }

  /// Reads a payload.
  ///
  /// @throws IronclawException `INVALID_PAYLOAD` with the field and the accepted form; `NOT_FOUND` where the kind is
  ///         about an agent and the base has none
  public static Asked<?> parse(ChangeKind kind, JsonNode after, Basis base) {
    return parse(Kinds.of(kind), after, base);
  }

  private static <P extends Payload> Asked<P> parse(Kind<P> kind, JsonNode after, Basis base) {
    if (kind.needsAgent() && base.agent().isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND,
          "submit a change of kind " + kind.name().wireName() + ": it is about an agent, and there is no such one");
    }
    return new Asked<>(kind, kind.parse(after, base), base);
  }

  public ChangeKind kind() {
    return kind.name();
  }

  public Basis base() {
    return base;
  }

  /// The canonical form of the payload: what is stored, hashed and applied.
  public JsonNode payload() {
    return payload.toJson();
  }

  public Optional<AgentGroupId> subject() {
    return kind.subject(payload, base);
  }

  public Set<Limit> limits() {
    return kind.limits(payload, base);
  }

  /// Whether no agent may ask for this kind, whatever its payload says.
  public static boolean isForPeopleAlone(ChangeKind kind) {
    return Kinds.of(kind).isForPeopleAlone();
  }

  /// Whether an agent may be the one who asks.
  public boolean mayBeAskedByAgents() {
    return !kind.isForPeopleAlone() && kind.mayBeAskedByAgents(payload, base);
  }

  public Optional<String> unavailable() {
    return kind.unavailable(payload);
  }

  Optional<String> objection() {
    return kind.objection(payload, base).or(() -> kind.risks().contains(card().risk())
        ? Optional.empty()
        : Optional
            .of("its card would be " + DecisionPolicy.word(card().risk()) + ", which no card of this kind may be: "
                + "what the policy says about it could not be met"));
  }

  public CardParts card() {
    return kind.card(payload, base);
  }

  public JsonNode before() {
    return kind.before(payload, base);
  }

  /// What applying it writes. The first edit holds only while the base is what is stored, so that nothing is applied to
  /// what nobody was shown.
  public List<RegistryEdit> edits() {
    List<RegistryEdit> edits = new ArrayList<>();
    edits.add(base.agent().<RegistryEdit>map(current -> new RegistryEdit.ReplaceAgent(
        kind.agent(payload, current).withRevision(current.revision() + 1)))
        .orElseGet(() -> new RegistryEdit.ExpectVersion(base.revision())));
    edits.addAll(kind.edits(payload, base));
    return List.copyOf(edits);
  }
}
