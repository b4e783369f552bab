package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.SessionView;
import dev.ironclaw.contract.api.TerminateResult;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Conversations, and the brake on their boxes.
@Command(name = "session", description = "Conversations, and the brake on their boxes.", synopsisSubcommandLabel = "COMMAND")
final class SessionCommand {
  private final Console console;

  SessionCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", aliases = "ls", description = "All conversations, the most recently used first.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<SessionView> sessions = client.sessions();
      if (console.json()) {
        console.output().json(sessions);
      } else {
        console.output().table(List.of("SESSION", "AGENT", "BOX", "LAST ACTIVE", "NOTE"),
            sessions.stream().map(session -> List.of(session.id(), session.agentGroupId(), session.containerStatus(),
                session.lastActive(), session.note().orElse(""))).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "terminate", description = "Ends the session's box now. Its queue stays; the next message starts a "
      + "new box.")
  int terminate(@Parameters(paramLabel = "SESSION") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      TerminateResult result = client.terminate(id);
      if (console.json()) {
        console.output().json(result);
      } else {
        console.output().line(result.status() + " " + result.id());
      }
    }
    return ExitCode.OK;
  }
}
