package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Which company's which model hears everything that is said to an agent, and answers for it.
record ModelKind() implements Kind<ModelPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.MODEL;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.AMBER);
  }

  @Override
  public ModelPayload parse(JsonNode after, Basis base) {
    return ModelPayload.parse(after, base.requireAgent().provider());
  }

  @Override
  public Optional<String> objection(ModelPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    if (payload.equals(new ModelPayload(agent.provider(), agent.model()))) {
      return Optional.of("the model is already " + payload.model() + " at " + payload.provider()
          + ": the change has no effect");
    }
    return base.host().providers().contains(payload.provider())
        ? Optional.empty()
        : Optional.of("no upstream is named " + payload.provider() + " here; set up are: "
            + String.join(", ", new TreeSet<>(base.host().providers())));
  }

  @Override
  public CardParts card(ModelPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    String name = VisibleText.line(agent.name());
    boolean moves = !payload.provider().equals(agent.provider());
    String before = shown(agent.provider(), agent.model());
    String after = shown(payload.provider(), payload.model());
    return new CardParts("Let " + payload.model() + " at " + payload.provider() + " answer for " + name,
        moves ? Risk.AMBER : Risk.GREEN,
        List.of(moves
            ? "everything said to it, and everything it remembers of a conversation, goes to " + payload.provider()
            : "be answered for by " + payload.model()),
        List.of("the answers of " + VisibleText.line(agent.model()) + " at " + VisibleText.line(agent.provider())),
        List.of(new ChangeCard.Difference("model", before, after)));
  }

  private static String shown(String provider, String model) {
    return VisibleText.line(provider) + " / " + VisibleText.line(model);
  }

  @Override
  public JsonNode before(ModelPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    return new ModelPayload(agent.provider(), agent.model()).toJson();
  }

  @Override
  public AgentGroup agent(ModelPayload payload, AgentGroup current) {
    return current.withModel(payload.provider(), payload.model());
  }
}
