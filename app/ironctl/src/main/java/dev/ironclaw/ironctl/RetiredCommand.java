package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.Erased;
import dev.ironclaw.contract.api.RetiredView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What retired agents left.
@Command(name = "retired", description = "What retired agents left: look at it, erase it.", synopsisSubcommandLabel = "COMMAND")
final class RetiredCommand {
  private final Console console;

  RetiredCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", aliases = "ls", description = "Retired agents whose workspace and conversations are kept.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<RetiredView> retired = client.retired();
      if (console.json()) {
        console.output().json(retired);
      } else if (retired.isEmpty()) {
        console.output().line("nothing of a retired agent is kept");
      } else {
        console.output().table(List.of("AGENT", "NAME", "WORKSPACE", "RETIRED", "ERASED"),
            retired.stream().map(one -> List.of(one.id(), one.name(), one.folder(), one.retiredAt(),
                one.erasing() ? "now" : "at " + one.eraseAt())).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "erase", description = "Erases its workspace and conversations now. Nothing brings them back.")
  int erase(@Parameters(paramLabel = "AGENT") String id,
      @Option(names = "--yes", required = true, description = "Has to be given: this can't be undone.") boolean yes) {
    try (ControlPlaneClient client = console.connection().open()) {
      Erased erased = client.erase(id);
      if (console.json()) {
        console.output().json(erased);
      } else {
        console.output().line(erased.id() + " " + erased.status());
      }
    }
    return ExitCode.OK;
  }
}
