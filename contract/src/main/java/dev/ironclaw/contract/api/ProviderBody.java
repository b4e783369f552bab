package dev.ironclaw.contract.api;

import java.util.Map;
import java.util.Optional;

/// Body of `POST /v1/providers/{name}`: what is left out stays as it is.
///
/// @param key the key; never shown again
/// @param settings words by the names of settings; an empty word takes one back
/// @param authority the only certificates that count for it, in PEM; an empty word takes them back
public record ProviderBody(Optional<String> key, Optional<Map<String, String>> settings, Optional<String> authority) {
  public ProviderBody {
    settings = settings.map(Map::copyOf);
  }

  /// Never the key.
  @Override
  public String toString() {
    return "ProviderBody[key=" + (key.isPresent() ? "…" : "none") + "]";
  }
}
