package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.NewAgent;
import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A new agent, in one act: a form or flags, then its card, then your yes.
@Command(name = "create", aliases = "new", description = {
    "Makes an agent: shows its card, asks, and makes it. Without flags, in a terminal, it asks step by step.",
    "For example: ironctl agent create --name Helper --template assistant"})
final class AgentCreateCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--id", paramLabel = "ID", description = "Made from the name where it is left out.")
  private @Nullable String id;

  @Mixin
  private AgentOptions options = new AgentOptions();

  @Mixin
  private ActOptions act = new ActOptions();

  AgentCreateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Map<String, Object> wanted = id == null && options.isEmpty() ? guided() : flags();
    int exit = new RegistryAct(console).run(
        List.of(ChangeSubmitBody.of(Optional.empty(), "create_agent", "", wanted, act.reason())), act);
    if (exit == ExitCode.OK && !act.ask && !console.json()) {
      greet(wanted.get("name"));
    }
    return exit;
  }

  /// No two agents have one name.
  private void greet(@Nullable Object name) {
    try (ControlPlaneClient client = console.connection().open()) {
      client.agents().stream().filter(agent -> agent.name().equals(name)).findFirst()
          .ifPresent(made -> console.output().note("Talk to it: ironctl chat " + made.id()));
    }
  }

  private Map<String, Object> guided() {
    if (!console.surroundings().terminal() || console.json()) {
      throw new CommandFailure(ExitCode.USAGE, "nobody can be asked here: give at least --name, and perhaps --template "
          + "(ironctl agent templates)");
    }
    try (ControlPlaneClient client = console.connection().open()) {
      return new AgentForm(console, client).fill();
    }
  }

  private Map<String, Object> flags() {
    try (ControlPlaneClient client = console.connection().open()) {
      AgentPutBody wanted = options.read(client);
      if (wanted.name().isEmpty() && id == null) {
        throw new CommandFailure(ExitCode.USAGE, "--name is missing: what is the agent called?");
      }
      return new NewAgent(Optional.ofNullable(id), wanted).payload();
    }
  }
}
