package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.ProcessRunner;
import dev.ironclaw.controlplane.secret.CommandKeySource;
import dev.ironclaw.controlplane.secret.MasterKeyFile;
import dev.ironclaw.controlplane.secret.MasterKeySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where the operator wants the master key.
///
/// @param source `file` or `command`
/// @param command program and arguments, parted by blanks; no shell reads them
public record MasterKeyChoice(String source, Optional<String> command) {
  /// A 0600 file in the state folder.
  public static final MasterKeyChoice FILE = new MasterKeyChoice("file", Optional.empty());

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public MasterKeyChoice {
    if (!source.equals("file") && !source.equals("command")) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "--master-key takes file or command");
    }
    if (source.equals("command") != command.isPresent()) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "--master-key command and --master-key-command go together");
    }
  }

  MasterKeySource open(Path stateFolder, ProcessRunner processes) {
    return command.<MasterKeySource>map(line -> new CommandKeySource(() -> printed(processes, line)))
        .orElseGet(() -> new MasterKeyFile(stateFolder));
  }

  private static String printed(ProcessRunner processes, String line) {
    ProcessRunner.Outcome outcome = processes.run(List.of(line.strip().split(" +", -1)), PATIENCE);
    if (!outcome.succeeded()) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "load master key: the command ended with " + outcome.code() + "; run it by hand");
    }
    return outcome.output();
  }
}
