package dev.ironclaw.contract.api;

import dev.ironclaw.contract.box.BoxPosture;
import java.util.Optional;

/// One box as its supervisor sees it.
///
/// @param sessionId empty while it waits in the pool
/// @param state `starting`, `pooled`, `running`, `stopping`, `backing_off` or `parked`
/// @param since RFC 3339, UTC
public record BoxView(Optional<String> id, String agentGroupId, Optional<String> sessionId, String state, String since,
    Optional<BoxPosture> posture, Optional<String> note) {}
