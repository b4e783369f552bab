package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AgentView;
import dev.ironclaw.contract.api.TemplateView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Agents: what there are, what they can do, new ones and their end.
@Command(name = "agent", description = "Agents: what there are, what they can do, new ones and their end.", synopsisSubcommandLabel = "COMMAND")
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
      } else if (agents.isEmpty()) {
        console.output().line("there is no agent yet: ironctl agent create");
      } else {
        console.output().table(List.of("AGENT", "NAME", "MODEL", "TOOLS", "SESSIONS"), agents.stream()
            .map(agent -> List.of(agent.id(), agent.name(), model(agent),
                Integer.toString(agent.enabledTools().size()), Integer.toString(agent.sessions())))
            .toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "retire", aliases = "delete", description = "Ends an agent, with everything that names it: shows the "
      + "card, asks, and does it. Its conversations stay on disk.")
  int retire(@Parameters(paramLabel = "AGENT") String id, @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.retireAgent(id), act);
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
      output.line(QuotedText.hanging("tools     ", tools(agent)));
      output.line("workspace " + VisibleText.line(agent.folder()));
      PersonaCommand.print(output::line, agent.personaDocs());
    }
    return ExitCode.OK;
  }

  @Command(name = "templates", description = "Starts for a new agent: ironctl agent create --template.")
  int templates() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<TemplateView> templates = client.templates();
      if (console.json()) {
        console.output().json(templates);
      } else {
        templates.forEach(template -> console.output().line(text(template)));
      }
    }
    return ExitCode.OK;
  }

  private static String text(TemplateView template) {
    String later = template.laterTools().isEmpty()
        ? ""
        : "\n" + QuotedText.hanging("  later  ", String.join(", ", template.laterTools()) + " (not available yet)");
    return QuotedText.hanging(template.id() + "  ", template.description()) + "\n"
        + QuotedText.hanging("  tools  ", template.tools().isEmpty() ? "none" : String.join(", ", template.tools()))
        + later;
  }

  private static String model(AgentView agent) {
    return agent.model().isEmpty() ? agent.provider() : agent.provider() + "/" + agent.model();
  }

  private static String tools(AgentView agent) {
    return agent.enabledTools().isEmpty() ? "none" : String.join(", ", agent.enabledTools());
  }
}
