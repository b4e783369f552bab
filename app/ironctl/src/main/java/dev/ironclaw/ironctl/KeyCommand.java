package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.MasterKeyView;
import picocli.CommandLine.Command;

/// The key that everything at rest hangs on.
@Command(name = "key", description = "The key that everything at rest hangs on.", synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {
  private final Console console;

  KeyCommand(Console console) {
    this.console = console;
  }

  @Command(name = "status", description = "Where the master key lies, and what that is worth.")
  int status() {
    try (ControlPlaneClient client = console.connection().open()) {
      print(client.masterKey(), "");
    }
    return ExitCode.OK;
  }

  @Command(name = "rotate", description = "Replaces the master key. Running agents notice nothing.")
  int rotate() {
    try (ControlPlaneClient client = console.connection().open()) {
      print(client.rotateMasterKey(), "replaced; now ");
    }
    return ExitCode.OK;
  }

  private void print(MasterKeyView key, String before) {
    if (console.json()) {
      console.output().json(key);
    } else {
      console.output().line(before + "master key " + VisibleText.line(key.id()) + " (" + VisibleText.line(key.source())
          + "): " + VisibleText.line(key.strength()));
    }
  }
}
