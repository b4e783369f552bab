package dev.ironclaw.contract.api;

import java.util.List;

/// Answer of the registry's writes, with status 202: what they asked of the gateway.
///
/// @param changes none where everything is as asked for already
public record RegistryChanges(List<ChangeAccepted> changes) {
  public RegistryChanges {
    changes = List.copyOf(changes);
  }
}
