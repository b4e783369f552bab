package dev.ironclaw.contract.api;

import dev.ironclaw.contract.box.BoxPosture;
import java.util.Optional;

/// One conversation with its box.
///
/// @param containerStatus state of its box: `starting`, `running`, `stopping`, `backing_off`, `parked`, or `stopped`
///        where it has none
/// @param lastActive RFC 3339, UTC
/// @param boxId the running box
/// @param note why its box is parked or backing off
/// @param posture as measured by a program inside the box
public record SessionView(String id, String agentGroupId, Optional<String> agentGroupName,
    Optional<String> messagingGroupId, Optional<String> threadId, String containerStatus, String createdAt,
    String lastActive, Optional<String> boxId, Optional<String> note, Optional<BoxPosture> posture) {}
