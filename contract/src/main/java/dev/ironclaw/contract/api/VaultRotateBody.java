package dev.ironclaw.contract.api;

/// Body of `POST /v1/vault/credentials/{name}/rotate`.
///
/// @param secret never shown again
public record VaultRotateBody(String secret) {
  public VaultRotateBody {
    Required.field(secret, "secret");
  }

  /// Never the secret.
  @Override
  public String toString() {
    return "VaultRotateBody[…]";
  }
}
