package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.GrantRevoked;
import dev.ironclaw.contract.api.GrantView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What agents hold.
@Command(name = "grant", description = "What agents hold: look at it, take it away.", synopsisSubcommandLabel = "COMMAND")
final class GrantCommand {
  private final Console console;

  GrantCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", description = "What changes gave to agents, how far it goes and when it was used.")
  int list(
      @Option(names = "--ended", paramLabel = "N", defaultValue = "0", description = "Also the last N that ended.") int ended) {
    try (ControlPlaneClient client = console.connection().open()) {
      List<GrantView> grants = client.grants(ended);
      if (console.json()) {
        console.output().json(grants);
      } else if (grants.isEmpty()) {
        console.output().line("no change has given an agent anything that it still holds");
      } else {
        table(grants);
      }
    }
    return ExitCode.OK;
  }

  private void table(List<GrantView> grants) {
    console.output().table(List.of("GRANT", "AGENT", "WHAT", "HOW FAR", "USED", "LAST", "GIVEN BY", "STATE"),
        grants.stream()
            .map(grant -> List.of(grant.id(), grant.agentGroupId().isEmpty() ? "all" : grant.agentGroupId(),
                grant.type() + " " + grant.key(), grant.scope(), Long.toString(grant.uses()),
                grant.lastUsedAt().orElse("-"), grant.grantedBy() + " (" + grant.changeId() + ")", state(grant)))
            .toList());
    if (grants.stream().anyMatch(GrantView::unused)) {
      console.output().line("");
      console.output().line("What is long unused can go: ironctl grant revoke ID");
    }
  }

  private static String state(GrantView grant) {
    return grant.endedBy().map(by -> "ended: " + by).orElse(grant.unused() ? "long unused" : "in force");
  }

  @Command(name = "revoke", description = "Takes a capability away at once.")
  int revoke(@Parameters(paramLabel = "ID") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      GrantRevoked revoked = client.revokeGrant(id);
      if (console.json()) {
        console.output().json(revoked);
      } else {
        console.output().line(revoked.id() + " " + revoked.status()
            + (revoked.status().equals(GrantRevoked.IN_MEMORY)
                ? ", until the disk can be written; after a restart before that revoke it again"
                : ""));
      }
    }
    return ExitCode.OK;
  }
}
