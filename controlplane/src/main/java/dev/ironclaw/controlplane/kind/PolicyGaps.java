package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What a policy leaves too few people to approve: kinds for which its rules of deciding name nobody who exists, or one
/// person where two must.
final class PolicyGaps {
  private PolicyGaps() {}

  /// @param about which agents
  /// @param operators who may, of those who exist
  /// @param risks for which it is too few; empty for every risk that cards of these kinds can have
  private record Gap(String about, List<String> named, List<String> operators, List<Risk> risks) {
    boolean isWhole() {
      return risks.isEmpty();
    }

    String words(List<ChangeKind> kinds) {
      String which = isWhole()
          ? ""
          : " that are " + risks.stream().map(DecisionPolicy::word).collect(Collectors.joining(" or "));
      return "nobody can approve changes of the kind "
          + kinds.stream().map(ChangeKind::wireName).collect(Collectors.joining(", ")) + which + " of "
          + about + ": " + why();
    }

    private String why() {
      return operators.isEmpty()
          ? "only " + String.join(", ", named) + " may, and no such token is good for it now"
          : "two people must, and only " + operators.getFirst() + " may"
              + (named.size() > 1 ? " of " + String.join(", ", named) + ": the others' tokens are good no more" : "");
    }
  }

  /// Why no change of some kind could ever be approved, as the document alone shows.
  static Optional<String> objection(DecisionPolicy policy) {
    return of(policy, _ -> true).entrySet().stream().filter(gap -> gap.getKey().isWhole()).findFirst()
        .map(gap -> gap.getKey().words(gap.getValue())
            + "; name a second operator in a rule about them, or leave them out of twoPeople");
  }

  /// One sentence for each gap.
  ///
  /// @param exists whether an operator of that name can approve anything
  static List<String> sentences(DecisionPolicy policy, Predicate<String> exists) {
    return of(policy, exists).entrySet().stream().map(gap -> gap.getKey().words(gap.getValue())).toList();
  }

  private static Map<Gap, List<ChangeKind>> of(DecisionPolicy policy, Predicate<String> exists) {
    Map<Gap, List<ChangeKind>> gaps = new LinkedHashMap<>();
    List<Optional<AgentGroupId>> agents = PolicySentences.agents(policy);
    String others = agents.size() == 1 ? "every agent" : "every other agent";
    for (ChangeKind kind : ChangeKind.values()) {
      for (Optional<AgentGroupId> agent : agents) {
        String about = agent.map(id -> "the agent " + id).orElse(others);
        policy.decidersOf(kind, agent).flatMap(named -> gap(policy, kind, about, named, exists))
            .ifPresent(gap -> gaps.computeIfAbsent(gap, _ -> new ArrayList<>()).add(kind));
      }
    }
    return gaps;
  }

  private static Optional<Gap> gap(DecisionPolicy policy, ChangeKind kind, String about, List<String> named,
      Predicate<String> exists) {
    List<String> operators = named.stream().filter(exists).toList();
    Set<Risk> possible = Kinds.of(kind).risks();
    List<Risk> tooFew = possible.stream().sorted()
        .filter(risk -> operators.size() < (policy.needsTwo(kind, risk) ? 2 : 1)).toList();
    return tooFew.isEmpty()
        ? Optional.empty()
        : Optional.of(new Gap(about, named, operators, tooFew.size() == possible.size() ? List.of() : tooFew));
  }
}
