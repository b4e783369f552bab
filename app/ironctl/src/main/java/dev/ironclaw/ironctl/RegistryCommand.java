package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AccessView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Who and what exists: places, wirings, people, roles. What gives power asks first.
@Command(name = "registry", description = "Who and what exists: places, wirings, people, roles. What gives power asks first.", synopsisSubcommandLabel = "COMMAND")
final class RegistryCommand {
  private final Console console;

  RegistryCommand(Console console) {
    this.console = console;
  }

  @Command(name = "access", description = "Whether a person may talk to an agent, and why; ends with 1 where not.")
  int access(
      @Option(names = "--user", required = true, paramLabel = "USER", description = "channel:handle") String user,
      @Option(names = "--agent", required = true, paramLabel = "AGENT") String agent) {
    try (ControlPlaneClient client = console.connection().open()) {
      AccessView access = client.registry().access(user, agent);
      if (console.json()) {
        console.output().json(access);
      } else {
        console.output().line((access.allowed() ? "allowed: " : "not allowed: ") + access.reason());
      }
      return access.allowed() ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
