package dev.ironclaw.desktop.agent;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.ToolView;
import java.util.List;

/// One agent in the list.
///
/// @param lets what can leave the machine through its tools, in words
/// @param sessions its conversations
public record AgentCard(AgentView agent, List<String> lets, List<SessionView> sessions) {
  static AgentCard of(AgentView agent, List<ToolView> tools, List<SessionView> sessions) {
    return new AgentCard(agent,
        tools.stream().filter(tool -> tool.egress() && agent.enabledTools().contains(tool.name()))
            .map(ToolView::letsOut).distinct().toList(),
        sessions.stream().filter(session -> session.agentGroupId().equals(agent.id())).toList());
  }

  /// What its boxes do.
  enum Activity {
    WORKING, STOPPED, IDLE
  }

  /// Stopped, where one of its boxes is kept from starting.
  Activity activity() {
    if (has("parked", "backing_off")) {
      return Activity.STOPPED;
    }
    return has("running", "starting") ? Activity.WORKING : Activity.IDLE;
  }

  private boolean has(String... states) {
    return sessions.stream().anyMatch(session -> List.of(states).contains(session.containerStatus()));
  }
}
