package dev.ironclaw.contract.box;

import dev.ironclaw.contract.MessageId;
import java.util.Optional;

/// Sign of life, sent every [BoxApi#HEARTBEAT_SECONDS] while a turn runs, and at a quarter of that rate when idle.
///
/// @param turn the inbound row that is being worked on
/// @param tool the running tool, with the time it may take
public record Heartbeat(Optional<MessageId> turn, Optional<String> tool, long toolTimeoutMillis) {}
