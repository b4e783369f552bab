package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.ProcessRunner;
import dev.ironclaw.controlplane.keychain.Keychain;
import dev.ironclaw.controlplane.secret.CommandKeySource;
import dev.ironclaw.controlplane.secret.KeychainKeySource;
import dev.ironclaw.controlplane.secret.MasterKeyFile;
import dev.ironclaw.controlplane.secret.MasterKeyPlaces;
import dev.ironclaw.controlplane.secret.MasterKeySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the operator wants the master key.
///
/// @param source `auto`, `keychain`, `file` or `command`; `auto` leaves it where it lies, and puts a new one into the
///        keychain where one answers and is unlocked, else into the file
/// @param command program and arguments, parted by blanks; no shell reads them
public record MasterKeyChoice(String source, Optional<String> command) {
  /// What a control plane does unasked, the app's own too.
  public static final MasterKeyChoice AUTO = new MasterKeyChoice("auto", Optional.empty());
  /// A 0600 file in the state folder.
  public static final MasterKeyChoice FILE = new MasterKeyChoice("file", Optional.empty());

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public MasterKeyChoice {
    if (!List.of("auto", "keychain", "file", "command").contains(source)) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "--master-key takes auto, keychain, file or command");
    }
    if (source.equals("command") && command.isEmpty()) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "--master-key command needs --master-key-command");
    }
  }

  MasterKeyPlaces places(Path stateFolder, Keychain keychain, ProcessRunner processes) {
    List<MasterKeySource> sources = new ArrayList<>(
        List.of(new KeychainKeySource(keychain), new MasterKeyFile(stateFolder)));
    command.ifPresent(line -> sources.add(new CommandKeySource(() -> printed(processes, line))));
    return new MasterKeyPlaces(Optional.of(source).filter(name -> !name.equals("auto")), sources);
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
