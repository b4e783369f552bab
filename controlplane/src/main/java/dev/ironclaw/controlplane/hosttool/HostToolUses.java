package dev.ironclaw.controlplane.hosttool;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;

/// Asks for one use of a tool, and counts it.
@FunctionalInterface
public interface HostToolUses {
  /// False where this session may not use it now.
  ///
  /// @param call the same again is the same use
  /// @throws dev.ironclaw.contract.IronclawException `NOT_READY` in a panic
  boolean use(AgentGroupId agent, SessionId session, String tool, MessageId call);
}
