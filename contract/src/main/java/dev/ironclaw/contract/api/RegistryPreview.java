package dev.ironclaw.contract.api;

import java.util.List;

/// Answer of the registry's writes with `?preview`: the changes that they would ask for, each with its card.
///
/// @param changes none where everything is as asked for already
public record RegistryPreview(List<ChangeView> changes) {
  public RegistryPreview {
    changes = List.copyOf(changes);
  }
}
