package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.controlplane.registry.Session;

/// Asks for one use of a tool, and counts it.
@FunctionalInterface
public interface ToolUses {
  /// False where this session may not use it now.
  boolean use(Session session, String tool);
}
