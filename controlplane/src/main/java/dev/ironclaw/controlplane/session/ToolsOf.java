package dev.ironclaw.controlplane.session;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import java.util.List;
import java.util.Optional;

/// The tools that a box has at this moment, after all limits.
@FunctionalInterface
public interface ToolsOf {
  /// Those of one box.
  ///
  /// @param session empty for a box that has none yet
  List<String> tools(AgentGroup agent, Optional<SessionId> session);
}
