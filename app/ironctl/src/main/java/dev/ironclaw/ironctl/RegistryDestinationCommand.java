package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.DestinationBody;
import dev.ironclaw.contract.api.DestinationCheckView;
import dev.ironclaw.contract.api.DestinationView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Places that an agent may write to unasked.
@Command(name = "destination", description = "Places that an agent may write to unasked.", synopsisSubcommandLabel = "COMMAND")
final class RegistryDestinationCommand {
  private final Console console;

  RegistryDestinationCommand(Console console) {
    this.console = console;
  }

  @Command(name = "add", description = "Lets an agent write to a place unasked: shows the card, asks, and does it.")
  int add(@Option(names = "--agent", required = true, paramLabel = "AGENT") String agent,
      @Option(names = "--channel", required = true, paramLabel = "TYPE", description = "For example slack.") String channel,
      @Option(names = "--platform", required = true, paramLabel = "ID", description = "The place's id there.") String platform,
      @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.addDestination(body(agent, channel, platform)), act);
  }

  @Command(name = "check", description = "Whether an agent may write to a place; ends with 1 where it may not.")
  int check(@Option(names = "--agent", required = true, paramLabel = "AGENT") String agent,
      @Option(names = "--channel", required = true, paramLabel = "TYPE") String channel,
      @Option(names = "--platform", required = true, paramLabel = "ID") String platform) {
    try (ControlPlaneClient client = console.connection().open()) {
      DestinationCheckView view = client.registry().mayReach(agent, channel, platform);
      if (console.json()) {
        console.output().json(view);
      } else {
        console.output().line(view.allowed() ? "allowed" : "not allowed");
      }
      return view.allowed() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  @Command(name = "list", aliases = "ls", description = "Where each agent may write unasked.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<DestinationView> all = client.registry().destinations();
      if (console.json()) {
        console.output().json(all);
      } else if (all.isEmpty()) {
        console.output().line("no agent may write anywhere unasked");
      } else {
        console.output().table(List.of("AGENT", "CHANNEL", "PLACE"),
            all.stream().map(place -> List.of(place.agentGroupId(), place.channelType(), place.platformId())).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "remove", description = "Ends that: shows the card, asks, and does it.")
  int remove(@Option(names = "--agent", required = true, paramLabel = "AGENT") String agent,
      @Option(names = "--channel", required = true, paramLabel = "TYPE") String channel,
      @Option(names = "--platform", required = true, paramLabel = "ID") String platform, @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.removeDestination(body(agent, channel, platform)), act);
  }

  private static DestinationBody body(String agent, String channel, String platform) {
    return new DestinationBody(agent, channel, platform, Optional.empty(), Optional.empty());
  }
}
