package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which tools of an MCP server an agent may use.
record McpAccessKind() implements Kind<McpAccessPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.MCP_ACCESS;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.RED);
  }

  @Override
  public McpAccessPayload parse(JsonNode after, Basis base) {
    return McpAccessPayload.parse(after);
  }

  @Override
  public Optional<String> objection(McpAccessPayload payload, Basis base) {
    return payload.tools().filter(List::isEmpty).map(_ -> "the agent may use no tool of it: nothing to change");
  }

  @Override
  public CardParts card(McpAccessPayload payload, Basis base) {
    List<String> lines = payload.tools()
        .map(tools -> tools.stream().map(tool -> payload.server() + " / " + tool).toList())
        .orElseGet(() -> List.of("every tool that " + payload.server() + " offers now"));
    return new CardParts("Let " + VisibleText.line(base.requireAgent().name()) + " use the MCP server "
        + payload.server(), lines.isEmpty() ? Risk.GREEN : Risk.RED,
        lines.stream().map(line -> "call with any words of its own: " + line).toList(), List.of(),
        List.of(
            new ChangeCard.Difference("MCP tools", "(none)", lines.isEmpty() ? "(none)" : String.join("\n", lines))));
  }

  @Override
  public JsonNode before(McpAccessPayload payload, Basis base) {
    return new McpAccessPayload(payload.server(), Optional.of(List.of())).toJson();
  }

  @Override
  public Optional<String> unavailable(McpAccessPayload payload) {
    return Optional.of("the MCP broker, which calls such servers for agents, comes with a later version");
  }
}
