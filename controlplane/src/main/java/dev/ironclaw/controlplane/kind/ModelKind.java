package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.AgentGroup.Fallback;
import java.util.ArrayList;
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
    return ModelPayload.parse(after, base.requireAgent());
  }

  @Override
  public Optional<String> objection(ModelPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    if (payload.equals(ModelPayload.of(agent, payload.saysFallback()))) {
      return Optional.of("the model is already " + payload.model() + " at " + payload.provider()
          + ": the change has no effect");
    }
    Optional<String> unknown = base.host().providers().contains(payload.provider())
        ? Optional.empty()
        : Optional.of("no upstream is named " + payload.provider() + " here; set up are: "
            + String.join(", ", new TreeSet<>(base.host().providers())));
    return unknown.or(() -> SearchingModels.objection(payload.model(), payload.fallback()))
        .or(() -> FallbackForm.objection(payload.provider(), payload.model(), payload.fallback(), base.host()));
  }

  @Override
  public CardParts card(ModelPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    String name = VisibleText.line(agent.name());
    boolean moves = !payload.provider().equals(agent.provider());
    boolean spreads = payload.fallback().filter(other -> !other.provider().equals(payload.provider())
        && !agent.fallback().map(Fallback::provider).equals(Optional.of(other.provider()))).isPresent();
    List<String> powers = new ArrayList<>();
    List<String> losses = new ArrayList<>();
    List<ChangeCard.Difference> differences = new ArrayList<>();
    boolean other = moves || !payload.model().equals(agent.model());
    boolean searches = false;
    if (other) {
      Optional<String> search = SearchingModels.power(payload.provider(), payload.model(), base.host());
      search.ifPresent(powers::add);
      searches = search.isPresent();
      powers.add(moves
          ? "everything said to it, and everything it remembers of a conversation, goes to "
              + VisibleText.line(base.host().company(payload.provider()))
          : "be answered for by " + payload.model());
      losses.add("the answers of " + VisibleText.line(agent.model()) + " at " + VisibleText.line(agent.provider()));
      differences.add(new ChangeCard.Difference("model", shown(agent.provider(), agent.model()),
          shown(payload.provider(), payload.model())));
    }
    if (!payload.fallback().equals(agent.fallback())) {
      Optional<String> search = payload.fallback()
          .flatMap(shown -> SearchingModels.power(shown.provider(), shown.model(), base.host()));
      search.ifPresent(powers::add);
      searches = searches || search.isPresent();
      payload.fallback().ifPresent(shown -> powers.add("be answered for by " + VisibleText.line(shown.model())
          + " while its own model can't: what is said goes to "
          + VisibleText.line(base.host().company(shown.provider())) + " then"));
      agent.fallback().ifPresent(shown -> losses.add("the fall-back " + shown(shown.provider(), shown.model())));
      differences.add(new ChangeCard.Difference("fall-back", shown(agent.fallback()), shown(payload.fallback())));
    }
    return new CardParts(other
        ? "Let " + payload.model() + " at " + payload.provider() + " answer for " + name
        : payload.fallback().map(shown -> "Let " + shown.model() + " at " + shown.provider() + " stand in for " + name
            + "'s model").orElse("Let nothing stand in for " + name + "'s model"),
        moves || spreads || searches ? Risk.AMBER : Risk.GREEN, powers, losses, differences);
  }

  private static String shown(Optional<Fallback> fallback) {
    return fallback.map(other -> shown(other.provider(), other.model())).orElse("none");
  }

  private static String shown(String provider, String model) {
    return VisibleText.line(provider) + " / " + VisibleText.line(model);
  }

  @Override
  public JsonNode before(ModelPayload payload, Basis base) {
    return ModelPayload.of(base.requireAgent(), payload.saysFallback()).toJson();
  }

  @Override
  public AgentGroup agent(ModelPayload payload, AgentGroup current) {
    return current.withModel(payload.provider(), payload.model()).withFallback(payload.fallback());
  }
}
