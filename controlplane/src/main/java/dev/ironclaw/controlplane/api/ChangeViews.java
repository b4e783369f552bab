package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.api.ApprovalsView;
import dev.ironclaw.contract.api.CardView;
import dev.ironclaw.contract.api.ChangeView;
import dev.ironclaw.contract.api.DecisionView;
import dev.ironclaw.contract.api.SimilarView;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.kind.ChangeCard;
import dev.ironclaw.controlplane.gateway.ChangeState;
import dev.ironclaw.controlplane.gateway.Gateway;
import dev.ironclaw.controlplane.grant.GrantScope;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Registry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Changes as operators see them.
final class ChangeViews {
  private static final int MOST_SIMILAR = 5;

  private final Registry registry;
  private final Gateway gateway;

  ChangeViews(Registry registry, Gateway gateway) {
    this.registry = registry;
    this.gateway = gateway;
  }

  /// Changes that wait for a decision.
  List<ChangeView> pending(List<Change> changes) {
    List<Gateway.Approvals> approvals = gateway.approvals(changes);
    return IntStream.range(0, changes.size())
        .mapToObj(i -> of(changes.get(i), Optional.of(approvals.get(i)), List.of())).toList();
  }

  ChangeView decided(Change change) {
    return of(change, Optional.empty(), List.of());
  }

  /// With what was decided on the same thing before.
  ChangeView whole(Change change) {
    return of(change, Optional.of(change).filter(it -> it.state() == ChangeState.PENDING).map(gateway::approvals),
        gateway.similar(change, MOST_SIMILAR).stream().map(ChangeViews::similar).toList());
  }

  private ChangeView of(Change change, Optional<Gateway.Approvals> approvals, List<SimilarView> similar) {
    return new ChangeView(change.id().value(), change.kind().wireName(),
        change.agentGroup().map(AgentGroupId::value).orElse(""),
        change.agentGroup().flatMap(registry::agentGroup).map(AgentGroup::name), change.requestedBy(), change.reason(),
        change.origin().map(origin -> origin.session().value()), change.createdAt().toString(),
        change.expiresAt().toString(), word(change.state()), change.decision().map(ChangeViews::of), change.error(),
        json(change.before()), json(change.after()), of(change.card()), change.card().hash(),
        gateway.limits(change).stream().map(limit -> limit.name().toLowerCase(Locale.ROOT)).sorted().toList(),
        approvals.filter(Gateway.Approvals::twoNeeded).map(so -> new ApprovalsView(2, so.by())),
        approvals.map(Gateway.Approvals::stepUp).filter(needed -> needed), similar);
  }

  private static SimilarView similar(Change change) {
    return new SimilarView(change.id().value(), word(change.state()),
        change.decision().map(Change.DecisionRecord::decidedBy),
        change.decision().map(decision -> decision.decidedAt().toString()));
  }

  static String word(ChangeState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static DecisionView of(Change.DecisionRecord decision) {
    return new DecisionView(decision.approved() ? "approve" : "reject", decision.decidedBy(),
        decision.decidedAt().toString(), decision.reason(),
        Optional.of(decision.scope()).filter(GrantScope::isLimited).map(GrantScope::words));
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
