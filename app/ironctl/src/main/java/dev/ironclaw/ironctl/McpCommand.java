package dev.ironclaw.ironctl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// One-off commands for other agents.
@Command(name = "mcp", description = "One-off commands for other agents, as a server of the Model Context Protocol.", synopsisSubcommandLabel = "COMMAND")
final class McpCommand {
  private final Console console;

  McpCommand(Console console) {
    this.console = console;
  }

  @Command(name = "serve", description = "Serves the tool sandbox_exec over standard input and output, with the token that it "
      + "runs with, until its input ends. An agent's settings name this command.")
  int serve(
      @Option(names = "--project", paramLabel = "NAME", description = "Where commands run that name no project.") @Nullable String project,
      @Option(names = "--policy", paramLabel = "POLICY", description = "Of commands that name none: read_only, workspace_write or full_access. Default: read_only.") @Nullable String policy) {
    try (McpServer server = new McpServer(console.surroundings()::readLine, console.output()::verbatim,
        () -> console.connection().open(), Optional.ofNullable(project), Optional.ofNullable(policy))) {
      server.serve();
    }
    return ExitCode.OK;
  }
}
