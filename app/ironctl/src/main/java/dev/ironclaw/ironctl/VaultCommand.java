package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.VaultAddBody;
import dev.ironclaw.contract.api.VaultCredentialView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Secrets that agents use by name and never see.
@Command(name = "vault", description = "Secrets that the host puts into agents' requests: agents use them by name and never "
    + "see them.", synopsisSubcommandLabel = "COMMAND")
final class VaultCommand {
  private final Console console;

  VaultCommand(Console console) {
    this.console = console;
  }

  @Command(name = "add", description = {
      "Keeps a secret for the hosts that are named. No agent may use it before a change of permissions lets one.",
      "The secret is asked for where somebody sits here, else read from standard input; it is never an argument, which "
          + "others could list, and never shown again."})
  int add(@Parameters(paramLabel = "NAME") String name,
      @Option(names = "--host", paramLabel = "HOST", required = true, description = "Where it may be used; can be given "
          + "several times.") List<String> hosts,
      @Option(names = "--form", paramLabel = "bearer|basic|header:NAME", defaultValue = "bearer", description = "How it "
          + "stands in a request; for basic the secret is USER:PASSWORD. Default: ${DEFAULT-VALUE}") String form) {
    try (ControlPlaneClient client = console.connection().open()) {
      VaultCredentialView kept = client.vault().add(new VaultAddBody(name, hosts, form, secret()));
      if (console.json()) {
        console.output().json(kept);
      } else {
        console.output().line("kept " + kept.name() + " for " + String.join(", ", kept.hosts()));
        console.output()
            .note("let an agent use it with: ironctl change submit --group AGENT --kind permissions --payload "
                + "'{\"grant\":[{\"vault\":{\"credential\":\"" + kept.name() + "\",\"host\":\""
                + kept.hosts().getFirst()
                + "\"}}]}'");
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "list", aliases = "ls", description = "Every credential, where it may be used and by whom; never a secret.")
  int list() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<VaultCredentialView> all = client.vault().all();
      if (console.json()) {
        console.output().json(all);
      } else {
        console.output().table(List.of("NAME", "HOSTS", "FORM", "USED BY", "SECRET SINCE"), all.stream()
            .map(row -> List.of(row.name(), String.join(", ", row.hosts()), row.form(),
                row.usedBy().isEmpty() ? "-" : String.join(", ", row.usedBy()), row.rotatedAt()))
            .toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "remove", aliases = "rm", description = "Forgets a credential, and which agents may use it.")
  int remove(@Parameters(paramLabel = "NAME") String name) {
    try (ControlPlaneClient client = console.connection().open()) {
      VaultCredentialView gone = client.vault().remove(name);
      if (console.json()) {
        console.output().json(gone);
      } else {
        console.output().line("forgot " + gone.name() + "; no agent can use it any more");
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "rotate", description = "Gives a credential a new secret, which counts for the next request.")
  int rotate(@Parameters(paramLabel = "NAME") String name) {
    try (ControlPlaneClient client = console.connection().open()) {
      VaultCredentialView rotated = client.vault().rotate(name, secret());
      if (console.json()) {
        console.output().json(rotated);
      } else {
        console.output().line(rotated.name() + " has a new secret since " + rotated.rotatedAt());
      }
    }
    return ExitCode.OK;
  }

  private String secret() {
    return console.surroundings().terminal()
        ? console.output().secret("Secret (not shown): ")
        : console.surroundings().readLine().filter(line -> !line.isBlank()).orElseThrow(
            () -> new CommandFailure(ExitCode.USAGE, "the secret is missing: give it on standard input"));
  }
}
