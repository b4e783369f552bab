package dev.ironclaw.ironctl;

import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.AgentPutBody;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Agents, as the registry has them; ironctl agent does more.
@Command(name = "agent-group", description = "Agents, as the registry has them; ironctl agent does more.", synopsisSubcommandLabel = "COMMAND")
final class RegistryAgentCommand {
  private final Console console;

  RegistryAgentCommand(Console console) {
    this.console = console;
  }

  @Command(name = "get", description = "One agent.")
  int get(@Option(names = "--id", required = true, paramLabel = "ID") String id) {
    return new AgentCommand(console).show(id);
  }

  @Command(name = "list", aliases = "ls", description = "All agents.")
  int list() {
    return new AgentCommand(console).list();
  }

  @Command(name = "put", description = "An agent without anything, or the one that is there: shows the card, asks, and "
      + "does it.")
  int put(@Option(names = "--id", required = true, paramLabel = "ID") String id,
      @Option(names = "--name", paramLabel = "TEXT", description = "What people call it.") @Nullable String name,
      @Option(names = "--folder", paramLabel = "NAME", description = "Its workspace folder; the id where it is left out.") @Nullable String folder,
      @Mixin ActOptions act) {
    AgentPutBody agent = AgentPutBody.of(Optional.ofNullable(name), Optional.empty(), Optional.empty(),
        Optional.empty(), Optional.empty());
    return new RegistryAct(console)
        .run(RegistryWrite.putAgent(id, Optional.ofNullable(folder).map(agent::withFolder).orElse(agent)), act);
  }
}
