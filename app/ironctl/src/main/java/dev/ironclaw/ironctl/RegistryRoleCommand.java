package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.contract.api.RoleBody;
import dev.ironclaw.contract.api.RoleView;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Owners and admins.
@Command(name = "role", description = "Owners and admins.", synopsisSubcommandLabel = "COMMAND")
final class RegistryRoleCommand {
  private final Console console;

  RegistryRoleCommand(Console console) {
    this.console = console;
  }

  @Command(name = "grant", description = "Makes a person owner or admin: shows the card, asks, and does it.")
  int grant(@Option(names = "--user", required = true, paramLabel = "USER", description = "channel:handle") String user,
      @Option(names = "--role", required = true, paramLabel = "ROLE", description = "owner or admin") String role,
      @Option(names = "--agent", paramLabel = "AGENT", description = "Of this agent alone.") @Nullable String agent,
      @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.grantRole(body(user, role, agent)), act);
  }

  @Command(name = "list", aliases = "ls", description = "Who is owner or admin, of what.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<RoleView> all = client.registry().roles();
      if (console.json()) {
        console.output().json(all);
      } else if (all.isEmpty()) {
        console.output().line("nobody has a role");
      } else {
        console.output().table(List.of("USER", "ROLE", "OF"), all.stream()
            .map(role -> List.of(role.userId(), role.role(), role.agentGroupId().orElse("every agent"))).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "revoke", description = "Ends that: shows the card, asks, and does it.")
  int revoke(@Option(names = "--user", required = true, paramLabel = "USER") String user,
      @Option(names = "--role", required = true, paramLabel = "ROLE", description = "owner or admin") String role,
      @Option(names = "--agent", paramLabel = "AGENT", description = "Of this agent alone.") @Nullable String agent,
      @Mixin ActOptions act) {
    return new RegistryAct(console).run(RegistryWrite.revokeRole(body(user, role, agent)), act);
  }

  private static RoleBody body(String user, String role, @Nullable String agent) {
    return new RoleBody(user, role, Optional.ofNullable(agent), Optional.empty(), Optional.empty());
  }
}
