package dev.ironclaw.ironctl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Verbs that need the state folder itself, and no control plane that runs: `ironclaw-controlplane` does them, with this
/// terminal.
final class ControlPlaneProgram {
  private final Console console;

  ControlPlaneProgram(Console console) {
    this.console = console;
  }

  /// Runs it to its end.
  ///
  /// @return its exit code
  int run(List<String> arguments) {
    String program = console.surroundings().variable("IRONCLAW_CONTROLPLANE").orElse("ironclaw-controlplane");
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "start " + program + ": it could not be executed; install it, or say "
          + "where it is with IRONCLAW_CONTROLPLANE");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, program + " was interrupted");
    }
  }
}
