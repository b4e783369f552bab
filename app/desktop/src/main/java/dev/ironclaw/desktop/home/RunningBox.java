package dev.ironclaw.desktop.home;

import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.BoxView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// An agent in its box.
///
/// @param session of the conversation
/// @param agent its name
/// @param state as in [BoxView]
/// @param note why it is in trouble; empty where it is not
public record RunningBox(String session, String agentId, String agent, String state, Instant since, String note) {
  /// Those that have a conversation, the newest first.
  static List<RunningBox> of(List<BoxView> boxes, List<AgentView> agents) {
    Map<String, String> names = agents.stream().collect(Collectors.toMap(AgentView::id, AgentView::name));
    return boxes.stream().filter(box -> box.sessionId().isPresent())
        .map(box -> new RunningBox(box.sessionId().orElseThrow(), box.agentGroupId(),
            names.getOrDefault(box.agentGroupId(), box.agentGroupId()), box.state(), Instant.parse(box.since()),
            box.note().orElse("")))
        .sorted((one, other) -> other.since().compareTo(one.since())).toList();
  }
}
