package dev.ironclaw.controlplane.kind;

import dev.ironclaw.controlplane.registry.Mount;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What this host is set up for. Fixed while the control plane runs, but for its folders, which are as they are when they are
/// asked for.
///
/// @param providers names of the model upstreams that are set up
/// @param unmountable why a folder of this machine can't be mounted into a box as things are; empty where it can
/// @param standardModel what answers for an agent whose maker chose nothing
/// @param keepRetired how long the files of a retired agent are kept
/// @param vaultHosts where the vault's credential of this name may be used; empty where there is none
public record HostFacts(Set<String> providers, Function<Mount, Optional<String>> unmountable,
    Optional<ModelChoice> standardModel, Duration keepRetired, Function<String, Set<String>> vaultHosts) {
  public HostFacts {
    providers = Set.copyOf(providers);
  }

  /// A host without a vault.
  public HostFacts(Set<String> providers, Function<Mount, Optional<String>> unmountable,
      Optional<ModelChoice> standardModel, Duration keepRetired) {
    this(providers, unmountable, standardModel, keepRetired, _ -> Set.of());
  }

  /// A host without a standard model, where every new agent names its own, and that keeps nothing of a retired one.
  public HostFacts(Set<String> providers, Function<Mount, Optional<String>> unmountable) {
    this(providers, unmountable, Optional.empty(), Duration.ZERO);
  }

  /// A model of an upstream.
  public record ModelChoice(String provider, String model) {}
}
