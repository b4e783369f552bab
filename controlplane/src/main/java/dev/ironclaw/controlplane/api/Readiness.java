package dev.ironclaw.controlplane.api;

import java.util.Optional;

/// Why the control plane is not ready yet, in plain words; empty once it is. A fault of the audit log need not be told
/// here: the API asks the log itself.
@FunctionalInterface
public interface Readiness {
  Optional<String> notReady();
}
