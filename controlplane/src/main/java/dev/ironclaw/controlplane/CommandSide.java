package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.command.CommandParts;
import dev.ironclaw.controlplane.command.Commands;
import dev.ironclaw.controlplane.crossing.SocketModes;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.project.Projects;
import dev.ironclaw.controlplane.project.Workplace;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/// One-off commands, put together.
final class CommandSide implements AutoCloseable {
  /// Of the sockets, in the run folder. Short.
  static final String FOLDER = "c";
  private final Commands commands;

  /// What it shares with jobs.
  ///
  /// @param image the id of the image of workers
  /// @param sameUid whether containers run as this process's own user
  record Shared(StateFolder state, Registry registry, LateJobBoxes boxes, Supplier<String> image, Projects projects,
      Tunnel tunnel, Leaks leaks, Ledger ledger, Brake brake, Timer timer, Clock clock, SecureRandom random,
      boolean sameUid,
      boolean fullAccess) {}

  CommandSide(Shared shared) {
    commands = new Commands(
        new CommandParts(() -> shared.registry().snapshot().reach().commands(), shared.boxes(),
            shared.boxes()::requireUsable, shared.boxes()::weaker, shared.image(), new Places(shared.projects()),
            shared.tunnel(),
            shared.leaks(), shared.ledger(), shared.brake(), shared.timer(), shared.clock(), shared.random(),
            shared.fullAccess()),
        StateFolder.makePrivate(shared.state().runFolder(), FOLDER),
        shared.sameUid() ? SocketModes.SAME_UID : SocketModes.OTHER_UID);
  }

  Commands commands() {
    return commands;
  }

  /// Nothing of it goes on.
  void stopAll() {
    commands.stopAll("everything was stopped");
  }

  @Override
  public void close() {
    commands.close();
  }

  /// Projects that are there already: a command makes none.
  private record Places(Projects projects) implements CommandParts.Places {
    @Override
    public String name(String given) {
      return projects.name(given);
    }

    @Override
    public void require(String project) {
      if (!projects.exists(project)) {
        throw new IronclawException(ErrorCode.NOT_FOUND,
            "run a command: there is no project " + project + "; make the folder "
                + projects.root().resolve(project));
      }
    }

    @Override
    public CommandParts.Place open(JobId container, String project) {
      Workplace place = projects.open(container, Optional.of(project), false);
      return new CommandParts.Place(place.workspace(), place.output());
    }

    @Override
    public void forget(JobId container, String project) {
      projects.forget(container, Optional.of(project));
    }
  }
}
