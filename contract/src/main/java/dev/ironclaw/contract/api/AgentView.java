package dev.ironclaw.contract.api;

import java.util.List;

/// One agent: what it is and what it can do.
///
/// @param revision rises by one with every applied change
/// @param folder name of its workspace folder
/// @param provider the upstream's name
/// @param enabledTools sorted, empty means none
/// @param sessions how many conversations it has
public record AgentView(String id, long revision, String name, String folder, String provider, String model,
    PersonaView personaDocs, List<String> enabledTools, int sessions) {
  public AgentView {
    enabledTools = List.copyOf(enabledTools);
  }

  /// The three documents that say who the agent is; empty means not written.
  public record PersonaView(String identity, String soul, String instructions) {}
}
