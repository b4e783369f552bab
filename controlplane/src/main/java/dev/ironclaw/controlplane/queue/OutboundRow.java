package dev.ironclaw.controlplane.queue;

import dev.ironclaw.contract.MessageOut;
import java.time.Instant;

/// A stored outbound row: odd seq, given inside the insert.
public record OutboundRow(long seq, Instant timestamp, MessageOut message) {}
