package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.box.BoxConfig;
import java.util.List;

/// One agent: what it is and what it can do. Written by the gateway's appliers and by seeding, by nobody else.
///
/// @param revision rises by one with every applied change
/// @param folder name of its workspace folder
/// @param provider the upstream's name, for example `mock`
/// @param enabledTools sorted, empty means none
public record AgentGroup(AgentGroupId id, long revision, String name, String folder, String provider, String model,
    BoxConfig.Persona persona, List<String> enabledTools) {
  public AgentGroup {
    enabledTools = enabledTools.stream().sorted().distinct().toList();
  }
}
