package dev.ironclaw.controlplane.jobbox;

/// Jobs on this machine's own kernel, started by a real Docker engine without gVisor.
final class JobContainersRuncIT extends JobContainersContract {
  @Override
  String runtimes() {
    return "{}";
  }

  @Override
  String wall() {
    return "runc";
  }
}
