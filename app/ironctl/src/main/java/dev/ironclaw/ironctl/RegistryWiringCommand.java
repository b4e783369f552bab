package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.WiringView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which agents listen where, and to what.
@Command(name = "wiring", description = "Which agents listen where, and to what.", synopsisSubcommandLabel = "COMMAND")
final class RegistryWiringCommand {
  private final Console console;

  RegistryWiringCommand(Console console) {
    this.console = console;
  }

  @Command(name = "create", description = "Lets an agent listen at a place: shows the card, asks, and does it. The place is "
      + "--mg, or --channel and --platform. At a place where it listens already its rules are replaced.")
  int create(@Option(names = "--agent", required = true, paramLabel = "AGENT") String agent,
      @Mixin WiringOptions wiring, @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.wire(wiring.body(agent)), act);
  }

  @Command(name = "list", aliases = "ls", description = "All wirings, by agent.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      print(console, client.registry().wirings());
    }
    return ExitCode.OK;
  }

  @Command(name = "remove", description = "Ends a wiring: shows the card, asks, and does it.")
  int remove(@Option(names = "--id", required = true, paramLabel = "WIRING") String id, @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.unwire(id), act);
  }

  static void print(Console console, List<WiringView> wirings) {
    if (console.json()) {
      console.output().json(wirings);
    } else if (wirings.isEmpty()) {
      console.output().line("no agent listens there; ironctl registry wiring create");
    } else {
      console.output().table(List.of("WIRING", "AGENT", "PLACE", "ANSWERS"), wirings.stream()
          .map(wiring -> List.of(wiring.id(), wiring.agentGroupId(), wiring.messagingGroupId(), answers(wiring)))
          .toList());
    }
  }

  private static String answers(WiringView wiring) {
    return wiring.engageMode().equals("pattern") ? "to " + wiring.engagePattern() : wiring.engageMode();
  }
}
