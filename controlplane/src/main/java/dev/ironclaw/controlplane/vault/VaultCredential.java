package dev.ironclaw.controlplane.vault;

import java.time.Instant;
import java.util.List;

/// What may be known of a credential.
///
/// @param hosts exact names in ASCII, sorted, at least one
/// @param form `bearer`, `basic` or `header:NAME`
/// @param rotatedAt when its present secret was given
public record VaultCredential(String name, List<String> hosts, String form, Instant createdAt, String createdBy,
    Instant rotatedAt) {
  public VaultCredential {
    hosts = List.copyOf(hosts);
  }
}
