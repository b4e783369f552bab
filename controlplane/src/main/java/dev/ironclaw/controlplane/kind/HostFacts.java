package dev.ironclaw.controlplane.kind;

import java.nio.file.Path;
import java.util.Set;

/// What this host is set up for; fixed while the control plane runs.
///
/// @param providers names of the model upstreams that are set up
/// @param mountBase the only folder below which a folder may be mounted into a box, resolved
public record HostFacts(Set<String> providers, Path mountBase) {
  public HostFacts {
    providers = Set.copyOf(providers);
  }
}
