package dev.ironclaw.contract.api;

import java.util.List;

/// Body of `POST /v1/vault/credentials`.
///
/// @param form `bearer`, `basic` or `header:NAME`
/// @param secret never shown again; for `basic` it is `user:password`
public record VaultAddBody(String name, List<String> hosts, String form, String secret) {
  public VaultAddBody {
    Required.field(name, "name");
    Required.field(hosts, "hosts");
    Required.field(form, "form");
    Required.field(secret, "secret");
    hosts = List.copyOf(hosts);
  }

  /// Never the secret.
  @Override
  public String toString() {
    return "VaultAddBody[name=" + name + ", hosts=" + hosts + ", form=" + form + "]";
  }
}
