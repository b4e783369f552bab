package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Budget;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How much an agent's model calls may come to. Held before each call, by what it may cost at most.
record BudgetKind() implements Kind<BudgetPayload> {
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
    return payload.budget().equals(base.requireAgent().budget())
        ? Optional.of("the agent has that budget already: the change has no effect")
        : Optional.empty();
  }

  /// Design §7: raising is amber, lowering green.
  static Risk risk(Budget before, Budget after) {
    return BudgetPayload.exceeds(after, before) ? Risk.AMBER : Risk.GREEN;
  }

  @Override
  public CardParts card(BudgetPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    Budget before = agent.budget();
    Budget after = payload.budget();
    boolean raises = BudgetPayload.exceeds(after, before);
    String effect = after.isUnlimited()
        ? "spend without a limit"
        : "spend up to its new limits: " + String.join("; ", BudgetPayload.lines(after));
    String old = before.isUnlimited() ? "spend without these limits" : "spend up to its old limits";
    return new CardParts((raises ? "Let " : "Limit what ") + VisibleText.line(agent.name())
        + (raises ? " spend more" : " may spend"), risk(before, after), raises ? List.of(effect) : List.of(),
        raises ? List.of() : List.of(old + ": from now on it " + String.join("; ", BudgetPayload.lines(after))),
        List.of(new ChangeCard.Difference("budget", shown(before), shown(after))));
  }

  static String shown(Budget budget) {
    return budget.isUnlimited() ? "(no limits)" : String.join("\n", BudgetPayload.lines(budget));
  }

  @Override
  public JsonNode before(BudgetPayload payload, Basis base) {
    return BudgetPayload.toJson(base.requireAgent().budget());
  }

  @Override
  public AgentGroup agent(BudgetPayload payload, AgentGroup current) {
    return current.withBudget(payload.budget());
  }
}
