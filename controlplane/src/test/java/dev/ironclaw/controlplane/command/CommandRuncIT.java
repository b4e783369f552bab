package dev.ironclaw.controlplane.command;

/// Commands on this machine's own kernel, started by a real Docker engine without gVisor.
final class CommandRuncIT extends CommandContract {
  @Override
  String runtimes() {
    return "{}";
  }
}
