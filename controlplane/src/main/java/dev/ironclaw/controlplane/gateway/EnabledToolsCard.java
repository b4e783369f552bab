package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Shows a change of tools: what each added tool lets the agent do, what each removed one took with it.
final class EnabledToolsCard {
  private EnabledToolsCard() {}

  static CardParts parts(EnabledToolsPayload payload, AgentGroup base) {
    Set<String> before = new TreeSet<>(base.enabledTools());
    Set<String> after = new TreeSet<>(payload.tools());
    Set<String> added = new TreeSet<>(after);
    added.removeAll(before);
    Set<String> removed = new TreeSet<>(before);
    removed.removeAll(after);
    return new CardParts(title(VisibleText.line(base.name()), added, removed), risk(added),
        added.stream().map(ToolSentences::gain).toList(),
        removed.stream().map(tool -> ToolSentences.loss(tool, after)).toList(),
        List.of(new ChangeCard.Difference("tools", list(before), list(after))));
  }

  /// Design §7: taking away is green, talking and reading amber, writing red; a tool that no rule knows is red.
  static Risk risk(Set<String> added) {
    return added.stream().map(EnabledToolsCard::risk).reduce(Risk.GREEN, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private static Risk risk(String tool) {
    return switch (tool) {
      case ToolName.READ_FILE, ToolName.LIST_DIR, ToolName.READ_PERSONA, ToolName.SEND_MESSAGE,
          ToolName.REQUEST_CAPABILITY_CHANGE ->
        Risk.AMBER;
      default -> Risk.RED;
    };
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

  private static String list(Set<String> tools) {
    return tools.isEmpty() ? "(none)" : String.join("\n", tools);
  }
}
