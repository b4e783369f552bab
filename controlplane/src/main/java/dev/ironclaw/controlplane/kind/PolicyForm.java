package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.DecisionPolicy.AutoRule;
import dev.ironclaw.controlplane.kind.DecisionPolicy.Demand;
import dev.ironclaw.controlplane.kind.DecisionPolicy.RoleRule;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The policy as JSON. What is left out is off.
final class PolicyForm {
  static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);
  static final Duration LONGEST_WAIT = Duration.ofDays(30);
  private static final int MAX_NAME_BYTES = 128;
  private static final Pattern OPERATOR = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.POLICY,
      "{\"autoApprove\"?: [{\"kind\", \"agent\"?, \"upTo\": green|amber}], "
          + "\"deciders\"?: [{\"operators\": [names], \"kinds\"?: [kinds], \"agents\"?: [ids]}], "
          + "\"twoPeople\"?: {\"risks\"?: [green|amber|red], \"kinds\"?: [kinds]}, \"stepUp\"?: the same, "
          + "\"waitSeconds\"?: " + SHORTEST_WAIT.toSeconds() + " to " + LONGEST_WAIT.toSeconds()
          + "}; it is the whole policy, and what is left out is off");

  private PolicyForm() {}

  static DecisionPolicy parse(JsonNode document) {
    Fields fields = SCHEMA.object(document);
    DecisionPolicy policy = new DecisionPolicy(
        fields.items("autoApprove", PolicyForm::autoRule).orElse(List.of()),
        fields.items("deciders", PolicyForm::roleRule).orElse(List.of()), demand(fields, "twoPeople"),
        demand(fields, "stepUp"),
        fields.number("waitSeconds", SHORTEST_WAIT.toSeconds(), LONGEST_WAIT.toSeconds()).map(Duration::ofSeconds));
    fields.end();
    return policy;
  }

  private static AutoRule autoRule(JsonNode value) {
    Fields rule = SCHEMA.object(value);
    AutoRule read = new AutoRule(
        rule.any("kind").map(PolicyForm::kind).orElseThrow(() -> SCHEMA.invalid("\"kind\" is missing")),
        rule.id("agent", AgentGroupId::new),
        rule.oneOf("upTo", Risk.values(), DecisionPolicy::word)
            .orElseThrow(() -> SCHEMA.invalid("\"upTo\" is missing")));
    rule.end();
    return read;
  }

  private static RoleRule roleRule(JsonNode value) {
    Fields rule = SCHEMA.object(value);
    RoleRule read = new RoleRule(rule.items("operators", PolicyForm::operator).orElse(List.of()),
        new HashSet<>(rule.items("kinds", PolicyForm::kind).orElse(List.of())),
        rule.items("agents", item -> SCHEMA.id("an agent", item, AgentGroupId::new)).orElse(List.of()));
    rule.end();
    if (read.operators().isEmpty()) {
      throw SCHEMA.invalid("a rule of \"deciders\" names no operator");
    }
    return read;
  }

  private static Demand demand(Fields fields, String name) {
    return fields.object(name).map(object -> {
      Demand read = new Demand(new HashSet<>(object.items("risks", PolicyForm::risk).orElse(List.of())),
          new HashSet<>(object.items("kinds", PolicyForm::kind).orElse(List.of())));
      object.end();
      return read;
    }).orElse(Demand.NOTHING);
  }

  private static String operator(JsonNode value) {
    String name = SCHEMA.name("an operator", value, MAX_NAME_BYTES);
    if (!OPERATOR.matcher(name).matches()) {
      throw SCHEMA.invalid("an operator is the name of a token, or local: \"" + VisibleText.brief(name) + "\"");
    }
    return name;
  }

  private static ChangeKind kind(JsonNode value) {
    String name = SCHEMA.name("a kind", value, MAX_NAME_BYTES);
    return ChangeKind.ofWireName(name)
        .orElseThrow(() -> SCHEMA.invalid("there is no kind \"" + VisibleText.brief(name) + "\""));
  }

  private static Risk risk(JsonNode value) {
    String name = SCHEMA.name("a risk", value, MAX_NAME_BYTES);
    return Arrays.stream(Risk.values()).filter(risk -> DecisionPolicy.word(risk).equals(name)).findFirst()
        .orElseThrow(() -> SCHEMA.invalid("there is no risk \"" + VisibleText.brief(name) + "\""));
  }

  static JsonNode write(DecisionPolicy policy) {
    ObjectNode json = NODES.objectNode();
    ArrayNode auto = json.putArray("autoApprove");
    policy.autoApprove().forEach(rule -> {
      ObjectNode item = auto.addObject().put("kind", rule.kind().wireName());
      rule.agent().ifPresent(agent -> item.put("agent", agent.value()));
      item.put("upTo", DecisionPolicy.word(rule.upTo()));
    });
    ArrayNode deciders = json.putArray("deciders");
    policy.deciders().forEach(rule -> {
      ObjectNode item = deciders.addObject();
      item.set("operators", list(rule.operators().stream()));
      item.set("kinds", list(rule.kinds().stream().sorted().map(ChangeKind::wireName)));
      item.set("agents", list(rule.agents().stream().map(AgentGroupId::value)));
    });
    json.set("twoPeople", write(policy.twoPeople()));
    json.set("stepUp", write(policy.stepUp()));
    policy.patience().ifPresent(wait -> json.put("waitSeconds", wait.toSeconds()));
    return json;
  }

  private static JsonNode write(Demand demand) {
    ObjectNode json = NODES.objectNode();
    json.set("risks", list(demand.risks().stream().sorted().map(DecisionPolicy::word)));
    json.set("kinds", list(demand.kinds().stream().sorted().map(ChangeKind::wireName)));
    return json;
  }

  private static ArrayNode list(Stream<String> words) {
    ArrayNode list = NODES.arrayNode();
    words.forEach(list::add);
    return list;
  }
}
