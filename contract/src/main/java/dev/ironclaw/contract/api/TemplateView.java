package dev.ironclaw.contract.api;

import java.util.List;

/// A start for a new agent.
///
/// @param tools that exist
/// @param laterTools that it would have too, once they exist
public record TemplateView(String id, String name, String description, AgentView.PersonaView personaDocs,
    List<String> tools, List<String> laterTools) {
  public TemplateView {
    tools = List.copyOf(tools);
    laterTools = List.copyOf(laterTools);
  }
}
