package dev.ironclaw.contract;

import java.util.Locale;
import java.util.Optional;

/// Every change of what an agent is or can do that the gateway can apply. A kind enters this list together with its
/// verifier, card, applier and undo: every `switch` over it is exhaustive.
public enum ChangeKind {
  PERSONA, ENABLED_TOOLS, MODEL, WIRING, PERMISSIONS, MOUNTS, CREATE_AGENT, PACKAGES, MCP_ACCESS, MCP_REGISTER, SKILL_INSTALL, BUDGET, SCHEDULE, POLICY, COMMAND, JOB;

  /// The name on the wire, for example `enabled_tools`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ChangeKind> ofWireName(String name) {
    for (ChangeKind kind : values()) {
      if (kind.wireName().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
