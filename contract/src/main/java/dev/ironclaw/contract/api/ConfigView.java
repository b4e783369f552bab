package dev.ironclaw.contract.api;

import java.util.List;

/// One agent and the changes that made it what it is, newest first, at most 200.
public record ConfigView(AgentView agentGroup, List<ChangeView> appliedChanges) {
  public ConfigView {
    appliedChanges = List.copyOf(appliedChanges);
  }
}
