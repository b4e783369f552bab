package dev.ironclaw.contract.api;

/// Answer of `POST /v1/grants/{id}/revoke`.
///
/// @param status [#REVOKED], or [#IN_MEMORY] where the disk takes nothing: then a restart forgets it
public record GrantRevoked(String status, String id) {
  public static final String REVOKED = "revoked";
  public static final String IN_MEMORY = "revoked in memory";
}
