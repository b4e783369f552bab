package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.kind.DecisionPolicy.AutoRule;
import dev.ironclaw.controlplane.kind.DecisionPolicy.Demand;
import dev.ironclaw.controlplane.kind.DecisionPolicy.RoleRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A policy in words, and what another one in its place loosens and tightens.
final class PolicySentences {
  private static final String ANYBODY = "everybody whose token has the scope approve";

  private PolicySentences() {}

  /// What the human reads first.
  record Effect(List<String> loosens, List<String> tightens) {}

  static List<String> all(DecisionPolicy policy) {
    List<String> lines = new ArrayList<>();
    if (policy.autoApprove().isEmpty()) {
      lines.add("Nothing is approved without a human.");
    }
    for (int i = 0; i < policy.autoApprove().size(); i++) {
      lines.add("Without a human, rule " + (i + 1) + ": " + words(policy.autoApprove().get(i)) + ".");
    }
    if (policy.deciders().isEmpty()) {
      lines.add("May approve: " + ANYBODY + ".");
    }
    for (int i = 0; i < policy.deciders().size(); i++) {
      lines.add("May approve, rule " + (i + 1) + ": " + words(policy.deciders().get(i)) + ".");
    }
    lines.add("Two people: " + words(policy.twoPeople()) + ".");
    lines.add("A one-time code: " + words(policy.stepUp()) + ".");
    lines.add("Waits for an answer: " + words(policy.patience()) + "; then it is denied.");
    return lines;
  }

  static String words(AutoRule rule) {
    return "changes of the kind " + rule.kind().wireName() + " of " + of(rule.agent()) + ", "
        + (rule.upTo() == Risk.GREEN ? "green ones only" : "up to " + DecisionPolicy.word(rule.upTo()));
  }

  private static String of(Optional<AgentGroupId> agent) {
    return agent.map(id -> "the agent " + id).orElse("every agent, those too that come later");
  }

  private static String words(RoleRule rule) {
    return "only " + String.join(", ", rule.operators()) + " for changes of "
        + (rule.kinds().isEmpty() ? "every kind but policy" : "the kind " + kinds(rule.kinds().stream())) + " of "
        + (rule.agents().isEmpty()
            ? "every agent"
            : rule.agents().stream().map(AgentGroupId::value).collect(Collectors.joining(", ")));
  }

  private static String words(Demand demand) {
    if (demand.isNothing()) {
      return "for nothing";
    }
    List<String> parts = new ArrayList<>();
    if (!demand.risks().isEmpty()) {
      parts.add("for every change that is "
          + demand.risks().stream().sorted().map(DecisionPolicy::word).collect(Collectors.joining(" or ")));
    }
    if (!demand.kinds().isEmpty()) {
      parts.add("for every change of the kind " + kinds(demand.kinds().stream()));
    }
    parts.add("for changes of this policy");
    return String.join("; ", parts);
  }

  private static String words(Optional<Duration> wait) {
    return wait.map(time -> time.toSeconds() % 3_600 == 0 ? time.toHours() + " hours" : time.toSeconds() + " seconds")
        .orElse("as long as the control plane was started with");
  }

  private static String kinds(Stream<ChangeKind> kinds) {
    return kinds.sorted().map(ChangeKind::wireName).collect(Collectors.joining(", "));
  }

  static Effect effect(DecisionPolicy before, DecisionPolicy after) {
    List<String> loosens = new ArrayList<>();
    List<String> tightens = new ArrayList<>();
    automatic(before, after, loosens, tightens);
    deciders(before, after, loosens, tightens);
    demand("a second person", before.twoPeople(), after.twoPeople(), loosens, tightens);
    demand("a one-time code", before.stepUp(), after.stepUp(), loosens, tightens);
    if (!before.patience().equals(after.patience())) {
      boolean shorter = before.patience().isPresent() && after.patience().isPresent()
          && after.patience().get().compareTo(before.patience().get()) < 0;
      (shorter ? tightens : loosens).add("a request waits for an answer " + words(after.patience()) + ", until now "
          + words(before.patience()) + "; what waits already keeps its time");
    }
    return new Effect(List.copyOf(loosens), List.copyOf(tightens));
  }

  private static void automatic(DecisionPolicy before, DecisionPolicy after, List<String> loosens,
      List<String> tightens) {
    after.autoApprove().stream().filter(rule -> !before.autoApprove().contains(rule))
        .forEach(rule -> loosens.add("NOBODY IS ASKED any more about " + words(rule)
            + ": they take effect as soon as they are asked for, also where the agent itself asks"));
    before.autoApprove().stream().filter(rule -> !after.autoApprove().contains(rule))
        .forEach(rule -> tightens.add("this rule no longer approves " + words(rule)));
  }

  private static void demand(String what, Demand before, Demand after, List<String> loosens, List<String> tightens) {
    for (Risk risk : Risk.values()) {
      compare("changes that are " + DecisionPolicy.word(risk), what, before.risks().contains(risk),
          after.risks().contains(risk), loosens, tightens);
    }
    for (ChangeKind kind : ChangeKind.values()) {
      compare("changes of the kind " + kind.wireName(), what, byKind(before, kind),
          byKind(after, kind), loosens, tightens);
    }
  }

  private static boolean byKind(Demand demand, ChangeKind kind) {
    return demand.kinds().contains(kind) || (kind == ChangeKind.POLICY && !demand.isNothing());
  }

  private static void compare(String changes, String what, boolean before, boolean after, List<String> loosens,
      List<String> tightens) {
    if (before && !after) {
      loosens.add(changes + " no longer need " + what);
    }
    if (!before && after) {
      tightens.add(changes + " need " + what);
    }
  }

  /// Kind by kind and agent by agent; kinds for which the same changes come in one sentence.
  private static void deciders(DecisionPolicy before, DecisionPolicy after, List<String> loosens,
      List<String> tightens) {
    Map<Cell, List<ChangeKind>> more = new LinkedHashMap<>();
    Map<Cell, List<ChangeKind>> fewer = new LinkedHashMap<>();
    for (ChangeKind kind : ChangeKind.values()) {
      for (Optional<AgentGroupId> agent : agents(before, after)) {
        Optional<List<String>> was = before.decidersOf(kind, agent);
        Optional<List<String>> is = after.decidersOf(kind, agent);
        String about = agent.map(id -> "the agent " + id).orElse("every other agent");
        if (!was.equals(is)) {
          Cell now = new Cell(is.map(names -> "only " + String.join(", ", names)).orElse(ANYBODY), about,
              was.map(names -> String.join(", ", names)).orElse(ANYBODY));
          boolean gains = was.isPresent() && (is.isEmpty() || !was.get().containsAll(is.get()));
          boolean loses = is.isPresent() && (was.isEmpty() || !is.get().containsAll(was.get()));
          if (gains) {
            more.computeIfAbsent(now, _ -> new ArrayList<>()).add(kind);
          }
          if (loses) {
            fewer.computeIfAbsent(now, _ -> new ArrayList<>()).add(kind);
          }
        }
      }
    }
    more.forEach((now, kinds) -> loosens.add(now.words(kinds)));
    fewer.forEach((now, kinds) -> tightens.add(now.words(kinds)));
  }

  /// Who may approve changes about something, now and before.
  private record Cell(String who, String about, String before) {
    String words(List<ChangeKind> kinds) {
      return who + " may approve changes of the kind " + kinds(kinds.stream()) + " of " + about + " (until now "
          + before + ")";
    }
  }

  /// Those that rules of deciding name, and empty for all others.
  static List<Optional<AgentGroupId>> agents(DecisionPolicy... policies) {
    TreeSet<String> named = Arrays.stream(policies).flatMap(policy -> policy.deciders().stream())
        .flatMap(rule -> rule.agents().stream()).map(AgentGroupId::value)
        .collect(Collectors.toCollection(TreeSet::new));
    return Stream
        .concat(named.stream().map(id -> Optional.of(new AgentGroupId(id))), Stream.of(Optional.<AgentGroupId>empty()))
        .toList();
  }
}
