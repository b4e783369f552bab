package dev.ironclaw.ironctl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Proves a backup without keeping anything of it.
@Command(name = "verify", description = "Proves a backup as `ironctl restore` does, and keeps nothing of it: every chunk, "
    + "digest, key and database, and the audit log.")
final class BackupVerifyCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "FILE", description = "A backup.")
  @Nullable
  Path file;

  @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Has the passphrase; - for standard input. "
      + "Default: ask.")
  @Nullable
  String passphraseFile;

  BackupVerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<String> arguments = new ArrayList<>(List.of("restore", String.valueOf(file), "--verify-only"));
    if (passphraseFile != null) {
      arguments.addAll(List.of("--passphrase-file", passphraseFile));
    }
    return new ControlPlaneProgram(console).run(arguments);
  }
}
