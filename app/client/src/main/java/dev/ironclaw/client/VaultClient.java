package dev.ironclaw.client;

import dev.ironclaw.contract.api.VaultAddBody;
import dev.ironclaw.contract.api.VaultCredentialView;
import dev.ironclaw.contract.api.VaultPolicyView;
import dev.ironclaw.contract.api.VaultRotateBody;
import java.util.List;

/// Secrets that operators keep for agents to use by name; `docs/api.md` has what the routes mean. Every method throws
/// [ApiException].
///
/// Threading: any thread. Ends with the client that gave it.
public final class VaultClient {
  private static final String PATH = "/v1/vault/credentials";

  private final Http http;

  VaultClient(Http http) {
    this.http = http;
  }

  /// By name, without their secrets.
  public List<VaultCredentialView> all() {
    return Wire.readList(http.call("GET", PATH, null), VaultCredentialView.class);
  }

  /// Which of them are used for an agent.
  public VaultPolicyView policy(String agentGroupId) {
    return Wire.read(http.call("GET", "/v1/vault/policy/" + Wire.part(agentGroupId), null), VaultPolicyView.class);
  }

  public VaultCredentialView add(VaultAddBody body) {
    return Wire.read(http.call("POST", PATH, body), VaultCredentialView.class);
  }

  /// Gives it a new secret, which counts for the next request.
  public VaultCredentialView rotate(String name, String secret) {
    return Wire.read(http.call("POST", PATH + "/" + Wire.part(name) + "/rotate", new VaultRotateBody(secret)),
        VaultCredentialView.class);
  }

  /// Forgets it, and who may use it.
  public VaultCredentialView remove(String name) {
    return Wire.read(http.call("POST", PATH + "/" + Wire.part(name) + "/remove", null), VaultCredentialView.class);
  }
}
