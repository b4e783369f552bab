package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import java.time.Instant;

/// An agent that is no more, and whose workspace and conversations are still there.
///
/// @param folder name of its workspace folder
/// @param erasing whether they are being erased: nothing brings them back
public record RetiredAgent(AgentGroupId id, String name, String folder, Instant retiredAt, boolean erasing) {}
