package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.controlplane.engine.TestEngine;

/// Jobs behind gVisor, started by a real Docker engine.
final class JobContainersIT extends JobContainersContract {
  @Override
  String runtimes() {
    return TestEngine.SEALED;
  }

  @Override
  String wall() {
    return "runsc";
  }
}
