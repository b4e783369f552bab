package dev.ironclaw.controlplane.egress;

import java.util.Optional;

/// Secrets that go with requests, by name. Whether an agent may use one is decided before.
@FunctionalInterface
public interface Credentials {
  /// Where there are none.
  Credentials NONE = (_, _) -> Optional.empty();

  /// The header that carries the secret as it is now; empty where no credential of that name is for that host.
  Optional<Header> header(String name, String host);

  /// Never printed, logged or stored.
  ///
  /// @param name in lower case
  record Header(String name, String value) {
    @Override
    public String toString() {
      return name + ": [REDACTED]";
    }
  }
}
