package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.UserId;
import java.util.Locale;
import java.util.Optional;

/// A role of a user over one agent group, or over all of them.
///
/// @param agentGroup empty for all; always empty for an owner
public record RoleGrant(UserId user, Role role, Optional<AgentGroupId> agentGroup) {
  public RoleGrant {
    if (role == Role.OWNER && agentGroup.isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "grant role owner to " + user + ": an owner owns everything; leave the agent group out");
    }
  }

  /// What a user may be.
  public enum Role {
    OWNER, ADMIN;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
