package dev.ironclaw.controlplane.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the operator has set for one provider.
///
/// @param key in the clear
/// @param ca in PEM
record ProviderSetup(Optional<String> key, Map<String, String> settings, Optional<String> ca, Instant setAt,
    String setBy) {
  ProviderSetup {
    settings = Map.copyOf(settings);
  }

  static ProviderSetup none() {
    return new ProviderSetup(Optional.empty(), Map.of(), Optional.empty(), Instant.EPOCH, "");
  }

  /// Never the key.
  @Override
  public String toString() {
    return "ProviderSetup[key=" + (key.isPresent() ? "…" : "none") + ", settings=" + settings.keySet() + "]";
  }
}
