package dev.ironclaw.ironctl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Needs no control plane that runs: the program of the control plane does it, on this machine.
@Command(name = "restore", description = "Makes a new state folder from a backup, which is proven first. No control plane "
    + "needs to run; --state-dir names the new folder.")
final class RestoreCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "A backup.")
  @Nullable
  Path file;

  @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Has the passphrase; - for standard input. "
      + "Default: ask.")
  @Nullable
  String passphraseFile;

  @Option(names = "--master-key", paramLabel = "auto|keychain|file|command", description = "Where the new master key "
      + "shall lie. Default: auto, the keychain where one answers, else a file.")
  @Nullable
  String masterKey;

  @Option(names = "--master-key-command", paramLabel = "PROGRAM ARGUMENTS", description = "Prints the master key.")
  @Nullable
  String masterKeyCommand;

  @Option(names = "--audit-witness", paramLabel = "FILE", description = "What the audit log's witness knows; can be "
      + "given several times.")
  List<String> witnesses = List.of();

  @Option(names = "--accept-rewind", description = "Give up the audit entries that a witness knows and the backup has "
      + "not, or do without a witness that says nothing.")
  boolean acceptRewind;

  @Option(names = "--keep-tokens", description = "Leave named tokens good, those too that were revoked after the backup "
      + "was taken.")
  boolean keepTokens;

  RestoreCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(List.of("restore", String.valueOf(file)));
    console.connection().givenStateFolder().ifPresent(folder -> add(arguments, "--state-dir", folder));
    add(arguments, "--passphrase-file", passphraseFile);
    add(arguments, "--master-key", masterKey);
    add(arguments, "--master-key-command", masterKeyCommand);
    witnesses.forEach(witness -> add(arguments, "--audit-witness", witness));
    if (acceptRewind) {
      arguments.add("--accept-rewind");
    }
    if (keepTokens) {
      arguments.add("--keep-tokens");
    }
    return new ControlPlaneProgram(console).run(arguments);
  }

  private static void add(List<String> arguments, String option, @Nullable String value) {
    if (value != null) {
      arguments.addAll(List.of(option, value));
    }
  }
}
