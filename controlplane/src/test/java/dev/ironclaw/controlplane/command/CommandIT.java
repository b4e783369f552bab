package dev.ironclaw.controlplane.command;

import dev.ironclaw.controlplane.engine.TestEngine;

/// Commands behind gVisor, started by a real Docker engine.
final class CommandIT extends CommandContract {
  @Override
  String runtimes() {
    return TestEngine.SEALED;
  }
}
