package dev.ironclaw.controlplane.provider;

import dev.ironclaw.controlplane.modelproxy.Upstream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where one provider stands now: what it has and from where, and what it lacks.
///
/// @param upstream as it is called; empty where something is missing
/// @param missing what to do before it can be used
/// @param keyHint the key's last four characters, of a key long enough to spare them
/// @param model the one to offer first
public record ProviderState(ProviderRow row, Optional<Upstream> upstream, Optional<String> missing, Source key,
    Optional<String> keyHint, Map<String, Setting> settings, boolean ownAuthority, Optional<String> model,
    List<String> usedBy) {
  /// Where something comes from.
  public enum Source {
    ENVIRONMENT, STORED, STANDARD, NONE
  }

  /// A setting as it is now.
  ///
  /// @param value empty where it is not set
  public record Setting(String value, Source source) {}
}
