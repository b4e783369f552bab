package dev.ironclaw.contract.api;

/// A secret of the vault for a job.
///
/// @param envVar the variable of its child processes that gets it
/// @param source the credential's name in the vault
public record JobGrantBody(String envVar, String source) {
  public JobGrantBody {
    Required.field(envVar, "credentialGrants.envVar");
    Required.field(source, "credentialGrants.source");
  }
}
