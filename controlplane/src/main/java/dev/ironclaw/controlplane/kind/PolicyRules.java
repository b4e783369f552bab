package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.kind.DecisionPolicy.AutoRule;
import dev.ironclaw.controlplane.kind.DecisionPolicy.RoleRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// When nobody may let a policy through.
final class PolicyRules {
  private PolicyRules() {}

  /// What no policy may ever say.
  static Optional<String> floor(DecisionPolicy policy) {
    for (AutoRule rule : policy.autoApprove()) {
      if (DecisionPolicy.NEVER_AUTOMATIC.contains(rule.kind())) {
        return Optional.of("auto-approval can't cover " + rule.kind().wireName()
            + ": a human decides every change of the kinds " + DecisionPolicy.NEVER_AUTOMATIC.stream().sorted()
                .map(ChangeKind::wireName).collect(Collectors.joining(", ")));
      }
      if (rule.upTo() == Risk.RED) {
        return Optional.of("auto-approval can't cover red: a human decides every red change; say upTo green or amber");
      }
    }
    return policy.deciders().stream().anyMatch(rule -> rule.kinds().contains(ChangeKind.POLICY))
        ? Optional
            .of("no rule says who may change the policy: whoever holds the scope admin always may, so that nobody "
                + "is locked out")
        : Optional.empty();
  }

  static Optional<String> objection(DecisionPolicy policy, DecisionPolicy present, Basis base) {
    return floor(policy).or(() -> unknownAgent(policy, present, base)).or(() -> unknownOperator(policy, present, base))
        .or(() -> tooFew(policy, base.approvers())).or(() -> PolicyGaps.objection(policy));
  }

  private static Optional<String> unknownAgent(DecisionPolicy policy, DecisionPolicy present, Basis base) {
    Set<AgentGroupId> fresh = agents(policy);
    fresh.removeAll(agents(present));
    return fresh.stream().filter(agent -> !base.registry().agentGroups().containsKey(agent)).findFirst()
        .map(agent -> "there is no agent " + agent);
  }

  private static Set<AgentGroupId> agents(DecisionPolicy policy) {
    return Stream.concat(policy.autoApprove().stream().flatMap(rule -> rule.agent().stream()),
        policy.deciders().stream().flatMap(rule -> rule.agents().stream()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  /// A name that stands in it already may stay, so that a token that was revoked hinders no other edit; but a rule of
  /// nobody is none.
  private static Optional<String> unknownOperator(DecisionPolicy policy, DecisionPolicy present, Basis base) {
    Set<String> fresh = new TreeSet<>(operators(policy));
    fresh.removeAll(operators(present));
    Optional<String> unknown = fresh.stream().filter(name -> !base.approvers().has(name)).findFirst();
    if (unknown.isPresent()) {
      return Optional.of("no operator named " + unknown.get() + " may approve anything: make the token first, with the "
          + "scope approve");
    }
    return policy.deciders().stream().filter(rule -> rule.operators().stream().noneMatch(base.approvers()::has))
        .findFirst().map(rule -> "the rule about " + String.join(", ", rule.operators()) + " names nobody who exists");
  }

  private static List<String> operators(DecisionPolicy policy) {
    return policy.deciders().stream().map(RoleRule::operators).flatMap(List::stream).toList();
  }

  /// Two people must be able to take it back.
  static Optional<String> tooFew(DecisionPolicy policy, Approvers approvers) {
    return !policy.twoPeople().isNothing() && approvers.admins() < 2
        ? Optional
            .of("two people need two tokens with the scope admin, or nobody could change this policy again; there "
                + "are " + approvers.admins() + ": make one with `ironctl token create NAME --scope admin`")
        : Optional.empty();
  }
}
