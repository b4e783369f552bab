package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.MessageId;
import dev.ironclaw.controlplane.registry.Session;

/// Asks for one use of a tool, and counts it.
@FunctionalInterface
public interface ToolUses {
  /// False where this session may not use it now.
  ///
  /// @param row what it is used for: the same row again is the same use
  /// @throws dev.ironclaw.contract.IronclawException `NOT_READY` in a panic: the row waits for its end
  boolean use(Session session, String tool, MessageId row);
}
