package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.KeyMoveBody;
import dev.ironclaw.contract.api.MasterKeyView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The keys that everything at rest hangs on.
@Command(name = "key", description = "The keys that everything at rest hangs on.", synopsisSubcommandLabel = "COMMAND")
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

  @Command(name = "rotate", description = "Replaces the master key; with --data the data keys instead, and encrypts "
      + "everything anew. Running agents and jobs notice nothing but a pause.")
  int rotate(@Option(names = "--data", description = "New data keys: every database is encrypted anew.") boolean data) {
    try (ControlPlaneClient client = console.connection().open()) {
      print(data ? client.rotateDataKeys() : client.rotateMasterKey(), "replaced; now ");
    }
    return ExitCode.OK;
  }

  @Command(name = "move", description = "Puts a new master key elsewhere and forgets the old one.")
  int move(
      @Option(names = "--to", required = true, paramLabel = "keychain|file|command", description = "Where it shall "
          + "lie. For a command the control plane must have been started with --master-key-command.") String to) {
    try (ControlPlaneClient client = console.connection().open()) {
      print(client.moveMasterKey(new KeyMoveBody(to)), "");
    }
    return ExitCode.OK;
  }

  private void print(MasterKeyView key, String before) {
    if (console.json()) {
      console.output().json(key);
    } else {
      console.output().line(before + "master key " + VisibleText.line(key.id()) + " (" + VisibleText.line(key.source())
          + "): " + VisibleText.line(key.strength()));
      console.output().line("data keys of generation " + key.dataKeys());
    }
  }
}
