package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Which tools an agent has: what each added one lets it do is shown, and what each removed one takes with it.
record EnabledToolsKind() implements Kind<EnabledToolsPayload> {

  @Override
  public ChangeKind name() {
    return ChangeKind.ENABLED_TOOLS;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.AMBER, Risk.RED);
  }

  @Override
  public EnabledToolsPayload parse(JsonNode after, Basis base) {
    return EnabledToolsPayload.parse(after);
  }

  private static List<String> after(EnabledToolsPayload payload, Basis base) {
    return payload.after(base.requireAgent().enabledTools());
  }

  @Override
  public Optional<String> objection(EnabledToolsPayload payload, Basis base) {
    return after(payload, base).equals(base.requireAgent().enabledTools())
        ? Optional.of("the tools are already as asked for: the change has no effect")
        : Optional.empty();
  }

  @Override
  public CardParts card(EnabledToolsPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    Set<String> before = new TreeSet<>(agent.enabledTools());
    Set<String> after = new TreeSet<>(after(payload, base));
    Set<String> added = new TreeSet<>(after);
    added.removeAll(before);
    Set<String> removed = new TreeSet<>(before);
    removed.removeAll(after);
    return new CardParts(title(VisibleText.line(agent.name()), added, removed), risk(added),
        added.stream().map(ToolSentences::gain).toList(),
        removed.stream().map(tool -> ToolSentences.loss(tool, after)).toList(),
        List.of(new ChangeCard.Difference("tools", list(before), list(after))));
  }

  /// Design §7: taking away is green.
  static Risk risk(Set<String> added) {
    return added.stream().map(ToolSentences::risk).reduce(Risk.GREEN, Risk::higher);
  }

  private static String title(String agent, Set<String> added, Set<String> removed) {
    if (removed.isEmpty()) {
      return "Give " + agent + ": " + String.join(", ", added);
    }
    if (added.isEmpty()) {
      return "Take from " + agent + ": " + String.join(", ", removed);
    }
    return "Give " + agent + ": " + String.join(", ", added) + "; take: " + String.join(", ", removed);
  }

  static String list(Set<String> tools) {
    return tools.isEmpty() ? "(none)" : String.join("\n", tools);
  }

  /// A file tool is a mount: the host sees neither each use nor, in a box that waits in the pool, the conversation.
  @Override
  public Set<Limit> limits(EnabledToolsPayload payload, Basis base) {
    Set<String> added = new TreeSet<>(after(payload, base));
    added.removeAll(base.requireAgent().enabledTools());
    if (added.isEmpty()) {
      return Set.of();
    }
    Set<Limit> limits = EnumSet.of(Limit.UNTIL);
    if (added.stream().noneMatch(ToolSentences::isMounting)) {
      limits.add(Limit.SESSION);
    }
    if (Limit.COUNTED_TOOLS.containsAll(added)) {
      limits.add(Limit.USES);
    }
    return limits;
  }

  @Override
  public JsonNode before(EnabledToolsPayload payload, Basis base) {
    return new EnabledToolsPayload(false, base.requireAgent().enabledTools()).toJson();
  }

  @Override
  public AgentGroup agent(EnabledToolsPayload payload, AgentGroup current) {
    return current.withEnabledTools(payload.after(current.enabledTools()));
  }
}
