package dev.ironclaw.controlplane.job;

import java.util.Optional;

/// What may be granted to jobs, in the name of whoever created them.
public interface JobSecrets {
  /// Whether there is a credential of that name.
  boolean has(String name);

  /// Its value now; empty where it is gone, or where this owner may not give it any more.
  Optional<String> value(String owner, String name);
}
