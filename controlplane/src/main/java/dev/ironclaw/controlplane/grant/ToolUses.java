package dev.ironclaw.controlplane.grant;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;

/// Asks for one use of a tool, and counts it.
@FunctionalInterface
public interface ToolUses {
  /// False where this session may not use it now.
  ///
  /// @param use the call or the row that it is for: the same again is the same use
  /// @throws dev.ironclaw.contract.IronclawException `NOT_READY` in a panic: what asks waits for its end
  boolean use(AgentGroupId agent, SessionId session, String tool, MessageId use);
}
