package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How much an agent's model calls may cost.
record BudgetKind() implements Kind<BudgetPayload> {
  /// What every agent has while nothing counts.
  private static final BudgetPayload NO_LIMITS = new BudgetPayload(Map.of());

  @Override
  public ChangeKind name() {
    return ChangeKind.BUDGET;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.AMBER);
  }

  @Override
  public BudgetPayload parse(JsonNode after, Basis base) {
    return BudgetPayload.parse(after);
  }

  @Override
  public Optional<String> objection(BudgetPayload payload, Basis base) {
    return payload.equals(NO_LIMITS)
        ? Optional.of("the agent has no limits already: the change has no effect")
        : Optional.empty();
  }

  /// Design §7: raising is amber, lowering green.
  static Risk risk(BudgetPayload before, BudgetPayload after) {
    return after.exceeds(before) ? Risk.AMBER : Risk.GREEN;
  }

  @Override
  public CardParts card(BudgetPayload payload, Basis base) {
    List<String> lines = payload.lines();
    return new CardParts("Limit what " + VisibleText.line(base.requireAgent().name()) + " may spend",
        risk(NO_LIMITS, payload), List.of(), List.of("spend without these limits: " + String.join("; ", lines)),
        List.of(new ChangeCard.Difference("budget", "(no limits)", String.join("\n", lines))));
  }

  @Override
  public JsonNode before(BudgetPayload payload, Basis base) {
    return NO_LIMITS.toJson();
  }

  @Override
  public Optional<String> unavailable(BudgetPayload payload) {
    return Optional.of("budgets, which count tokens and money before each call, come with a later version");
  }
}
