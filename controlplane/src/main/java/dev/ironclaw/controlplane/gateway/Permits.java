package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.kind.DecisionPolicy;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Scope;
import dev.ironclaw.controlplane.stepup.StepUpCheck;
import dev.ironclaw.controlplane.stepup.StepUpCheck.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the policy in force asks of an approval. Always read in the transaction that it is for; rejections ask nobody.
final class Permits {
  private final Policies policies;
  private final StepUpCheck stepUp;

  Permits(Policies policies, StepUpCheck stepUp) {
    this.policies = policies;
    this.stepUp = stepUp;
  }

  boolean needsTwo(Connection connection, Change change) throws SQLException {
    return needsTwo(policies.read(connection), change);
  }

  private static boolean needsTwo(PolicyInForce rules, Change change) {
    return rules.policy().needsTwo(change.kind(), change.card().risk());
  }

  /// What approving each of these takes, and who has done so.
  List<Gateway.Approvals> approvals(Connection connection, List<Change> pending, TwoPeople two) throws SQLException {
    PolicyInForce rules = policies.read(connection);
    List<Gateway.Approvals> found = new ArrayList<>();
    for (Change change : pending) {
      boolean twoNeeded = needsTwo(rules, change);
      found.add(new Gateway.Approvals(twoNeeded, twoNeeded ? two.approvers(connection, change) : List.of(),
          needsStepUp(rules, change)));
    }
    return found;
  }

  /// Whoever makes codes needed shows that they have one, else nobody might be able to take it back.
  private static boolean needsStepUp(PolicyInForce rules, Change change) {
    return rules.policy().needsStepUp(change.kind(), change.card().risk())
        || (change.kind() == ChangeKind.POLICY && DecisionPolicy.parse(change.after()).knowsStepUp());
  }

  /// Why this operator can't approve it; a code is not looked at, only missed.
  Optional<Refusal> refusal(Connection connection, Change change, Principal.Operator by, boolean hasCode)
      throws SQLException {
    PolicyInForce rules = policies.read(connection);
    return mayNot(rules, change, by).or(() -> needsStepUp(rules, change) && !hasCode
        ? Optional.of(new Refusal(ErrorCode.STEP_UP_REQUIRED, "the policy wants a one-time code for this ("
            + change.card().title() + "): give the six digits that your authenticator shows"))
        : Optional.empty());
  }

  /// As [#refusal], and uses the code up.
  Optional<Refusal> refusal(AuditLog.Transaction transaction, Change change, Principal.Operator by,
      Optional<String> code) throws SQLException {
    PolicyInForce rules = policies.read(transaction.connection());
    Optional<Refusal> no = mayNot(rules, change, by);
    return no.isEmpty() && needsStepUp(rules, change) ? stepUp.use(transaction, by.name(), code) : no;
  }

  private static Optional<Refusal> mayNot(PolicyInForce rules, Change change, Principal.Operator by) {
    if (change.kind() == ChangeKind.POLICY) {
      return by.may(Scope.ADMIN)
          ? Optional.empty()
          : denied("only a token with the scope 'admin' approves a change of the policy");
    }
    if (rules.fault().isPresent()) {
      return denied("the policy that is stored can't be trusted, so nothing but the policy can be approved: "
          + rules.fault().get() + "; look at `ironctl policy show`, then set it anew");
    }
    Optional<List<String>> deciders = rules.policy().decidersOf(change.kind(), change.agentGroup());
    return deciders.filter(names -> !names.contains(by.tokenName())).flatMap(
        names -> denied("the policy lets only " + String.join(", ", names) + " approve this, and you are "
            + by.tokenName()));
  }

  private static Optional<Refusal> denied(String why) {
    return Optional.of(new Refusal(ErrorCode.DENIED, why));
  }
}
