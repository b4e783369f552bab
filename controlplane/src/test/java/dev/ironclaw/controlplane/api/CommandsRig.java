package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.command.CommandParts;
import dev.ironclaw.controlplane.command.Commands;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import dev.ironclaw.controlplane.tunnel.TunnelLimits;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// Real commands over the registry; no container takes one.
final class CommandsRig implements AutoCloseable {
  final Commands commands;
  private final Tunnel tunnel;

  CommandsRig(Path state, Registry registry, JobBoxes boxes, Ledger ledger, Leaks leaks) {
    Brake brake = Brake.loose();
    tunnel = new Tunnel(Network.internet(), leaks, brake, ledger, TunnelLimits.DEFAULT);
    commands = new Commands(new CommandParts(() -> registry.snapshot().reach().commands(), boxes, () -> {},
        Optional::empty, () -> "sha256:0", new Anywhere(state), tunnel, leaks, ledger, brake, (_, _) -> () -> {},
        Clock.systemUTC(), new SecureRandom(), false), state.resolve("c"), SocketModes.SAME_UID);
  }

  private record Anywhere(Path folder) implements CommandParts.Places {
    @Override
    public String name(String given) {
      return given;
    }

    @Override
    public void require(String project) {
      // Every one is there.
    }

    @Override
    public CommandParts.Place open(JobId container, String project) {
      return new CommandParts.Place(folder, folder);
    }

    @Override
    public void forget(JobId container, String project) {
      // Nothing was made.
    }
  }

  @Override
  public void close() {
    commands.close();
    tunnel.close();
  }
}
