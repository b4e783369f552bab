package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.SessionView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Conversations; ironctl session ends their boxes.
@Command(name = "session", description = "Conversations; ironctl session ends their boxes.", synopsisSubcommandLabel = "COMMAND")
final class RegistrySessionCommand {
  private final Console console;

  RegistrySessionCommand(Console console) {
    this.console = console;
  }

  @Command(name = "get", description = "One conversation.")
  int get(@Option(names = "--id", required = true, paramLabel = "SESSION") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      SessionView session = client.registry().session(id);
      if (console.json()) {
        console.output().json(session);
        return ExitCode.OK;
      }
      console.output().line("session     " + session.id());
      console.output().line("agent       " + session.agentGroupId());
      console.output().line("place       " + session.messagingGroupId().orElse("none"));
      session.threadId().ifPresent(thread -> console.output().line("thread      " + VisibleText.line(thread)));
      console.output().line("box         " + session.containerStatus());
      console.output().line("last active " + session.lastActive());
    }
    return ExitCode.OK;
  }

  @Command(name = "list", aliases = "ls", description = "All conversations, the most recently used first.")
  int list() {
    return new SessionCommand(console).list();
  }
}
