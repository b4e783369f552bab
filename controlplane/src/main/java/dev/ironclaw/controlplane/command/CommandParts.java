package dev.ironclaw.controlplane.command;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.gateway.Timer;
import dev.ironclaw.controlplane.jobbox.JobBoxes;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.CommandRight;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.tunnel.Tunnel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What one-off commands are made of.
///
/// @param rights what each caller may run now
/// @param boxes shared with jobs: containers of both carry one installation's label
/// @param ready refuses with what to do where no container could be started
/// @param weaker what the runtime of containers does not hold back, for people; empty for nothing
/// @param image the id on the engine of the image that commands run in, built or loaded first where it is missing
/// @param fullAccess the operator's yes to `full_access`
/// @param random good enough for ids that nobody guesses
public record CommandParts(Supplier<Map<String, CommandRight>> rights, JobBoxes boxes, Runnable ready,
    Supplier<Optional<String>> weaker, Supplier<String> image, Places places, Tunnel tunnel, Leaks leaks, Ledger ledger,
    Brake brake, Timer timer, Clock clock, RandomGenerator random, boolean fullAccess) {

  /// What a caller may now.
  CommandRight right(String caller) {
    return rights.get().getOrDefault(caller, CommandRight.none(caller));
  }

  /// Refuses what may not be run now: asked for each command when it comes, and again when its turn has come.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `NOT_READY` in a panic, `DENIED` with what to do
  void mayRun(CommandRequest request, Principal.Operator by) {
    brake.check("run a command");
    CommandRules.authorise(request, right(by.tokenName()), fullAccess);
  }

  /// The folders that commands work in.
  public interface Places {
    /// The name of the project that somebody means, whether there is one or not.
    ///
    /// @throws dev.ironclaw.contract.IronclawException `INVALID_REQUEST`, `DENIED`
    String name(String given);

    /// Refuses one that is not there.
    ///
    /// @throws dev.ironclaw.contract.IronclawException `NOT_FOUND`
    void require(String project);

    /// Opens it for a container.
    Place open(JobId container, String project);

    /// The container is gone: what was of it alone goes too.
    void forget(JobId container, String project);
  }

  /// Both canonical, and bound without a race.
  public record Place(Path workspace, Path output) {}
}
