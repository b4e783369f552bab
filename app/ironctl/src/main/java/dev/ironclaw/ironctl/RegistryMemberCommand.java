package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.MemberBody;
import dev.ironclaw.contract.api.MemberView;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// People who may talk to an agent.
@Command(name = "member", description = "People who may talk to an agent.", synopsisSubcommandLabel = "COMMAND")
final class RegistryMemberCommand {
  private final Console console;

  RegistryMemberCommand(Console console) {
    this.console = console;
  }

  @Command(name = "add", description = "Lets a person talk to an agent: shows the card, asks, and does it.")
  int add(@Option(names = "--user", required = true, paramLabel = "USER", description = "channel:handle") String user,
      @Option(names = "--agent", required = true, paramLabel = "AGENT") String agent, @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.addMember(body(user, agent)), act);
  }

  @Command(name = "list", aliases = "ls", description = "Who may talk to which agent; owners and admins may anyway.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<MemberView> all = client.registry().members();
      if (console.json()) {
        console.output().json(all);
      } else if (all.isEmpty()) {
        console.output().line("there is no member");
      } else {
        console.output().table(List.of("AGENT", "USER"),
            all.stream().map(member -> List.of(member.agentGroupId(), member.userId())).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "remove", description = "Ends that: shows the card, asks, and does it.")
  int remove(@Option(names = "--user", required = true, paramLabel = "USER") String user,
      @Option(names = "--agent", required = true, paramLabel = "AGENT") String agent, @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.removeMember(body(user, agent)), act);
  }

  private static MemberBody body(String user, String agent) {
    return new MemberBody(user, agent, Optional.empty(), Optional.empty());
  }
}
