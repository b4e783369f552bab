package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What agents there are and what they can do.
@Command(name = "agent", description = "What agents there are and what they can do.", synopsisSubcommandLabel = "COMMAND")
final class AgentCommand {
  private final Console console;

  AgentCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", aliases = "ls", description = "All agents.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<AgentView> agents = client.agents();
      if (console.json()) {
        console.output().json(agents);
      } else {
        console.output().table(List.of("AGENT", "NAME", "MODEL", "TOOLS", "SESSIONS"), agents.stream()
            .map(agent -> List.of(agent.id(), agent.name(), model(agent), tools(agent),
                Integer.toString(agent.sessions())))
            .toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "show", aliases = "get", description = "One agent with its persona.")
  int show(@Parameters(paramLabel = "AGENT") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      AgentView agent = client.agent(id);
      if (console.json()) {
        console.output().json(agent);
        return ExitCode.OK;
      }
      Output output = console.output();
      output.line("agent     " + VisibleText.line(agent.id()) + " (revision " + agent.revision() + ")");
      output.line("name      " + VisibleText.line(agent.name()));
      output.line("model     " + VisibleText.line(model(agent)));
      output.line("tools     " + tools(agent));
      output.line("workspace " + VisibleText.line(agent.folder()));
      document("identity", agent.personaDocs().identity());
      document("soul", agent.personaDocs().soul());
      document("instructions", agent.personaDocs().instructions());
    }
    return ExitCode.OK;
  }

  private void document(String name, String text) {
    if (!text.isEmpty()) {
      console.output().line(name + ":\n" + QuotedText.whole(text));
    }
  }

  private static String model(AgentView agent) {
    return agent.model().isEmpty() ? agent.provider() : agent.provider() + "/" + agent.model();
  }

  private static String tools(AgentView agent) {
    return agent.enabledTools().isEmpty() ? "none" : String.join(",", agent.enabledTools());
  }
}
