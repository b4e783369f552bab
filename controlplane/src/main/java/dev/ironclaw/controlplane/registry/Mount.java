package dev.ironclaw.controlplane.registry;

import java.util.List;

/// A folder of the host that an agent's boxes see.
///
/// @param name under which the box finds it, in `/mnt`
/// @param source absolute path on the host
public record Mount(String name, String source, boolean writable) {
  /// Whether the list gives at least what this mount gives.
  public boolean isCovered(List<Mount> mounts) {
    return mounts.contains(this) || (!writable && mounts.contains(new Mount(name, source, true)));
  }
}
