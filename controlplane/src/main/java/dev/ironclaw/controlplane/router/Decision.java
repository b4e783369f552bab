package dev.ironclaw.controlplane.router;

import dev.ironclaw.controlplane.registry.Wiring;

/// What a message means to one wiring, before anything is written.
sealed interface Decision {
  Wiring wiring();

  /// Starts a turn.
  record Engage(Wiring wiring) implements Decision {}

  /// Is kept as context for the next turn.
  record Accumulate(Wiring wiring) implements Decision {}

  /// Is kept from the agent until an operator has looked at the sender.
  record Hold(Wiring wiring) implements Decision {}

  /// Is forgotten.
  record Drop(Wiring wiring, String reason) implements Decision {}
}
