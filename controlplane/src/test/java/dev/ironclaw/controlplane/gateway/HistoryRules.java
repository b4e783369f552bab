package dev.ironclaw.controlplane.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.controlplane.kind.Risk;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The rules of deciding as a life has set them, read from the bytes that were approved and not by the code that is judged.
///
/// Left out is a right one-time code: nobody in a life has an authenticator, so that what needs a code must never be
/// approved; [GatewayStepUpTest] has those who have one. Tokens are not revoked either; [TwoPeopleTest] does that.
final class HistoryRules {
  static final JsonNode NONE = GatewayRig.json("{}");
  private static final Set<ChangeKind> ALWAYS_A_HUMAN = Set.of(ChangeKind.CREATE_AGENT, ChangeKind.MOUNTS,
      ChangeKind.POLICY);

  private JsonNode document = NONE;
  private String setBy = "";

  /// A change of the policy took effect.
  void set(Change policy) {
    document = policy.after();
    setBy = policy.id().value();
  }

  Duration patience() {
    return document.has("waitSeconds")
        ? Duration.ofSeconds(document.get("waitSeconds").longValue())
        : GatewaySettings.DEFAULT.expiry();
  }

  /// The rule by which it takes effect at once, counted from 1.
  OptionalInt rule(Change change) {
    if (change.card().risk() == Risk.RED || ALWAYS_A_HUMAN.contains(change.kind()) || needsTwo(change)
        || needsCode(change)) {
      return OptionalInt.empty();
    }
    List<JsonNode> rules = document.path("autoApprove").valueStream().toList();
    return IntStream.range(0, rules.size()).filter(at -> covers(rules.get(at), change)).map(at -> at + 1).findFirst();
  }

  private static boolean covers(JsonNode rule, Change change) {
    return rule.get("kind").stringValue().equals(change.kind().wireName())
        && (!rule.has("agent") || is(rule.get("agent"), change.agentGroup()))
        && (rule.get("upTo").stringValue().equals("amber") || change.card().risk() == Risk.GREEN);
  }

  boolean needsTwo(Change change) {
    return demands("twoPeople", change);
  }

  boolean needsCode(Change change) {
    return demands("stepUp", change) || (change.kind() == ChangeKind.POLICY && !isEmpty(change.after(), "stepUp"));
  }

  private boolean demands(String what, Change change) {
    return has(document.path(what).path("risks"), change.card().risk().name().toLowerCase(Locale.ROOT))
        || has(document.path(what).path("kinds"), change.kind().wireName())
        || (change.kind() == ChangeKind.POLICY && !isEmpty(document, what));
  }

  /// Whether this operator is among those who may say yes to it.
  boolean lets(Change change, String operator) {
    List<JsonNode> about = document.path("deciders").valueStream().filter(rule -> isAbout(rule, change)).toList();
    return about.isEmpty()
        || about.stream().anyMatch(rule -> has(rule.get("operators"), operator.substring("operator:".length())));
  }

  private static boolean isAbout(JsonNode rule, Change change) {
    return change.kind() != ChangeKind.POLICY
        && (rule.path("kinds").isEmpty() || has(rule.get("kinds"), change.kind().wireName()))
        && (rule.path("agents").isEmpty() || rule.get("agents").valueStream()
            .anyMatch(agent -> is(agent, change.agentGroup())));
  }

  /// An approval without a human: by the rule that holds, as the human set it.
  void assertAutomatic(Change change, String actor, String detail) {
    assertThat(rule(change)).as("let through by %s under %s: %s", actor, document, change).isPresent();
    assertThat(actor).isEqualTo("policy:" + rule(change).getAsInt());
    assertThat(detail).contains(" in change " + setBy + ": ");
  }

  private static boolean isEmpty(JsonNode document, String what) {
    return document.path(what).path("risks").isEmpty() && document.path(what).path("kinds").isEmpty();
  }

  private static boolean is(JsonNode agent, Optional<AgentGroupId> about) {
    return about.filter(id -> id.value().equals(agent.stringValue())).isPresent();
  }

  private static boolean has(JsonNode list, String word) {
    return list.valueStream().anyMatch(item -> item.stringValue().equals(word));
  }
}
