package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Changes as operators see them.
final class ChangeViews {
  private final Registry registry;

  ChangeViews(Registry registry) {
    this.registry = registry;
  }

  ChangeView of(Change change) {
    return new ChangeView(change.id().value(), change.kind().wireName(),
        change.agentGroup().map(AgentGroupId::value).orElse(""),
        change.agentGroup().flatMap(registry::agentGroup).map(AgentGroup::name), change.requestedBy(), change.reason(),
        change.origin().map(origin -> origin.session().value()), change.createdAt().toString(),
        change.expiresAt().toString(), word(change.state()), change.decision().map(ChangeViews::of), change.error(),
        json(change.before()), json(change.after()), of(change.card()), change.card().hash());
  }

  static String word(ChangeState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static DecisionView of(Change.DecisionRecord decision) {
    return new DecisionView(decision.approved() ? "approve" : "reject", decision.decidedBy(),
        decision.decidedAt().toString(), decision.reason());
  }

  private static CardView of(ChangeCard card) {
    return new CardView(card.title(), card.risk().name().toLowerCase(Locale.ROOT), card.gains(), card.loses(),
        card.differences().stream()
            .map(part -> new CardView.DifferenceView(part.label(), part.before(), part.after())).toList(),
        card.quotedReason(), card.requestedBy(), card.origin(), card.hash());
  }

  private static Optional<Object> json(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(ApiJson.plain(node));
  }
}
