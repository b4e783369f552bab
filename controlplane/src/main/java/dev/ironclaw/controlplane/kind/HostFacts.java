package dev.ironclaw.controlplane.kind;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// What this host is set up for; fixed while the control plane runs.
///
/// @param providers names of the model upstreams that are set up
/// @param mountBase the only folder below which a folder may be mounted into a box, resolved
/// @param standardModel what answers for an agent whose maker chose nothing
public record HostFacts(Set<String> providers, Path mountBase, Optional<ModelChoice> standardModel) {
  public HostFacts {
    providers = Set.copyOf(providers);
  }

  /// A host without a standard model: every new agent names its own.
  public HostFacts(Set<String> providers, Path mountBase) {
    this(providers, mountBase, Optional.empty());
  }

  /// A model of an upstream.
  public record ModelChoice(String provider, String model) {}
}
