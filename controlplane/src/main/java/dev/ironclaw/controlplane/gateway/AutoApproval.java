package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.DecisionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Lets through what a rule of the policy in force covers: a human's decision too, made beforehand, and the decision names
/// the change in which it was made.
final class AutoApproval {
  private final Policies policies;

  AutoApproval(Policies policies) {
    this.policies = policies;
  }

  /// The decision; empty: a human decides. Nothing that hides from the eye passes, for nobody would ever see it.
  Optional<Change.DecisionRecord> of(Connection connection, Change draft) throws SQLException {
    PolicyInForce rules = policies.read(connection);
    if (rules.fault().isPresent() || rules.source().isEmpty() || hides(draft.after())
        || draft.reason().filter(AutoApproval::hides).isPresent()) {
      return Optional.empty();
    }
    PolicyInForce.Source source = rules.source().get();
    DecisionPolicy policy = rules.policy();
    return policy.automatic(draft.kind(), draft.agentGroup(), draft.card().risk())
        .map(rule -> new Change.DecisionRecord(true, "policy:" + rule, draft.createdAt(),
            Optional.of("approved by policy, set by " + source.by() + " in change " + source.change() + ": "
                + policy.ruleWords(rule))));
  }

  private static boolean hides(JsonNode payload) {
    return (payload.isString() && hides(payload.stringValue()))
        || payload.propertyNames().stream().anyMatch(AutoApproval::hides)
        || payload.valueStream().anyMatch(AutoApproval::hides);
  }

  private static boolean hides(String text) {
    return !VisibleText.text(text).equals(text);
  }
}
