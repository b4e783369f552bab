package dev.ironclaw.contract.api;

import java.util.List;

/// A credential of the vault. Its secret is never shown.
///
/// @param hosts where it may be used
/// @param form how it stands in a request: `bearer`, `basic` or `header:NAME`
/// @param usedBy agents that may have it used for them, as `agent@host`
/// @param createdAt RFC 3339, UTC, as are all times here
/// @param rotatedAt when its present secret was given
public record VaultCredentialView(String name, List<String> hosts, String form, List<String> usedBy, String createdAt,
    String createdBy, String rotatedAt) {
  public VaultCredentialView {
    hosts = List.copyOf(hosts);
    usedBy = List.copyOf(usedBy);
  }
}
