package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;

/// A credential of the vault that the host puts into an agent's requests to one host, which the agent never sees.
///
/// @param credential its name
/// @param host one exact name in its ASCII form
public record VaultUse(AgentGroupId agentGroup, String credential, String host) {
  /// In one line: `credential@host`.
  public String text() {
    return credential + "@" + host;
  }
}
