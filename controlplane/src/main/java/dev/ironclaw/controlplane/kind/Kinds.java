package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;

/// The one list of kinds.
final class Kinds {
  private Kinds() {}

  static Kind<?> of(ChangeKind kind) {
    return switch (kind) {
      case PERSONA -> new PersonaKind();
      case ENABLED_TOOLS -> new EnabledToolsKind();
      case MODEL -> new ModelKind();
    };
  }
}
