package dev.ironclaw.client;

import dev.ironclaw.contract.api.LocalServerView;
import dev.ironclaw.contract.api.ProviderBody;
import dev.ironclaw.contract.api.ProviderTestView;
import dev.ironclaw.contract.api.ProviderView;
import java.util.List;

/// Companies and servers that serve models; `docs/api.md` has what the routes mean. Every method throws [ApiException].
///
/// Threading: any thread. Ends with the client that gave it.
public final class ProvidersClient {
  private static final String PATH = "/v1/providers";

  private final Http http;

  ProvidersClient(Http http) {
    this.http = http;
  }

  public List<ProviderView> all() {
    return Wire.readList(http.call("GET", PATH, null), ProviderView.class);
  }

  /// Connects one, or changes what is set for it; holds for the next call of an agent.
  public ProviderView put(String name, ProviderBody body) {
    return Wire.read(http.call("POST", PATH + "/" + Wire.part(name), body), ProviderView.class);
  }

  /// Calls it once, for nothing; takes 15 seconds at most.
  public ProviderTestView test(String name) {
    return Wire.read(http.call("POST", PATH + "/" + Wire.part(name) + "/test", null), ProviderTestView.class);
  }

  /// Forgets what was set for it.
  public ProviderView remove(String name) {
    return Wire.read(http.call("POST", PATH + "/" + Wire.part(name) + "/remove", null), ProviderView.class);
  }

  /// Model servers that answer on the control plane's machine now.
  public List<LocalServerView> discover() {
    return Wire.readList(http.call("GET", PATH + "/local/discover", null), LocalServerView.class);
  }
}
