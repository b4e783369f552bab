package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.AgentPutBody;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Another persona, model or set of tools: each is a change of its own.
@Command(name = "edit", description = {
    "Changes what is given and nothing else: each becomes a change of its kind, with its card and your yes.",
    "For example: ironctl agent edit helper --add-tool write_file"})
final class AgentEditCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "AGENT")
  private String id = "";

  @Mixin
  private AgentOptions options = new AgentOptions();

  @Option(names = "--add-tool", split = ",", paramLabel = "TOOL", description = "Beside the tools that it has.")
  private @Nullable List<String> added;

  @Option(names = "--remove-tool", split = ",", paramLabel = "TOOL", description = "From the tools that it has.")
  private @Nullable List<String> removed;

  @Mixin
  private ActOptions act = new ActOptions();

  AgentEditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (options.isEmpty() && added == null && removed == null) {
      throw new CommandFailure(ExitCode.USAGE,
          "say what to change, for example --soul TEXT, --add-tool TOOL or --model "
              + "NAME; ironctl persona edit " + id + " opens its documents in your editor");
    }
    RegistryWrite write;
    try (ControlPlaneClient client = console.connection().open()) {
      write = RegistryWrite.putAgent(id, wanted(client));
    }
    return new RegistryAct(console).run(write, act);
  }

  private AgentPutBody wanted(ControlPlaneClient client) {
    List<String> present = client.agent(id).enabledTools();
    AgentPutBody given = options.read(client);
    if (added == null && removed == null) {
      return given;
    }
    TreeSet<String> tools = new TreeSet<>(given.enabledTools().orElse(present));
    Optional.ofNullable(added).ifPresent(tools::addAll);
    for (String tool : Optional.ofNullable(removed).orElse(List.of())) {
      if (!tools.remove(tool)) {
        throw new CommandFailure(ExitCode.USAGE, "--remove-tool " + tool + ": " + id + " does not have it; it has "
            + (tools.isEmpty() ? "none" : String.join(", ", tools)));
      }
    }
    return AgentPutBody.of(given.name(), given.provider(), given.model(), given.personaDocs(),
        Optional.of(List.copyOf(tools)));
  }
}
