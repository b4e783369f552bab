package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// One agent: what it is and what it can do.
///
/// @param revision rises by one with every applied change
/// @param folder name of its workspace folder
/// @param provider the upstream's name
/// @param enabledTools sorted, empty means none
/// @param sessions how many conversations it has
/// @param fallback what answers for it while its own model can't
public record AgentView(String id, long revision, String name, String folder, String provider, String model,
    PersonaView personaDocs, List<String> enabledTools, int sessions, Optional<FallbackView> fallback) {
  public AgentView {
    enabledTools = List.copyOf(enabledTools);
  }

  /// Without a fall-back.
  public AgentView(String id, long revision, String name, String folder, String provider, String model,
      PersonaView personaDocs, List<String> enabledTools, int sessions) {
    this(id, revision, name, folder, provider, model, personaDocs, enabledTools, sessions, Optional.empty());
  }

  /// A model of an upstream.
  public record FallbackView(String provider, String model) {}

  /// The three documents that say who the agent is; empty means not written.
  public record PersonaView(String identity, String soul, String instructions) {}
}
