package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.atrest.Restore;
import dev.ironclaw.controlplane.audit.Witness;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// A new state folder from a backup, without a control plane.
@Command(name = "restore", mixinStandardHelpOptions = true, description = "Make a new state folder from a backup. All of it "
    + "is proven before anything is put in place.", defaultValueProvider = Main.FromEnvironment.class)
final class RestoreVerb implements Callable<Integer> {
  @Spec
  @Nullable
  CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A backup.")
  Path file = Path.of("");

  @Option(names = "--state-dir", paramLabel = "DIR", description = "The new folder. Default: the platform's data folder.")
  @Nullable
  Path stateDir;

  @Option(names = "--verify-only", description = "Prove the backup and keep nothing of it.")
  boolean verifyOnly;

  @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Has the passphrase; - for standard input. "
      + "Default: ask.")
  @Nullable
  String passphraseFile;

  @Option(names = "--master-key", paramLabel = "auto|keychain|file|command", description = "Where the new master key "
      + "shall lie. Default: ${DEFAULT-VALUE}")
  String masterKey = "auto";

  @Option(names = "--master-key-command", paramLabel = "PROGRAM ARGUMENTS", description = "Prints the master key.")
  @Nullable
  String masterKeyCommand;

  @Option(names = "--audit-witness", paramLabel = "PATH", description = "What the audit log's witness knows; can be "
      + "given several times.")
  List<String> witnesses = List.of();

  @Option(names = "--accept-rewind", description = "Give up the audit entries that a witness knows and the backup has "
      + "not, or do without a witness that says nothing; the log says so.")
  boolean acceptRewind;

  @Option(names = "--keep-tokens", description = "Leave named tokens good, those too that were revoked after the backup "
      + "was taken; the log says so.")
  boolean keepTokens;

  @Override
  public Integer call() throws IOException {
    Restore restore = new Restore(file, passphrase(), Clock.systemUTC());
    Path wanted = ControlPlaneConfig.stateDir(stateDir);
    Restore.Proof proof;
    int revoked = 0;
    if (verifyOnly) {
      proof = restore.verify(Files.createTempDirectory("ironclaw-verify"));
    } else {
      MasterKeyChoice key = new MasterKeyChoice(masterKey, Optional.ofNullable(masterKeyCommand));
      Restore.Restored restored = restore.into(wanted, new Restore.Wish(folder -> Assembly.places(key, folder),
          witnesses.stream().map(Witness::parse).toList(), acceptRewind, keepTokens));
      proof = restored.proof();
      revoked = restored.revokedTokens();
    }
    var out = Objects.requireNonNull(spec).commandLine().getOut();
    out.println("The backup of " + proof.createdAt() + " is whole: " + proof.files() + " files, " + proof.sessions()
        + " sessions, " + (proof.workspaces() ? "with" : "without") + " workspaces; its audit log ends at line "
        + proof.auditSeq() + " with hash " + proof.auditHash() + ".");
    if (!verifyOnly) {
      out.println("It is in " + wanted + " now, under a new master key. Start the control plane with --state-dir "
          + wanted + ".");
      out.println(keepTokens
          ? "Its named tokens are good again, those too that were revoked after the backup was taken."
          : revoked + " named tokens were revoked; make new ones with ironctl token create.");
    }
    out.flush();
    return 0;
  }

  private byte[] passphrase() throws IOException {
    if (passphraseFile == null) {
      return asked();
    }
    if (passphraseFile.equals("-")) {
      String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return Optional.ofNullable(line).orElseThrow(() -> refused("standard input is empty"))
          .getBytes(StandardCharsets.UTF_8);
    }
    return Files.readString(Path.of(passphraseFile)).strip().getBytes(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25's own console provider gives null where input is no terminal.
  private static byte[] asked() {
    Console console = System.console();
    char[] answer = console == null ? null : console.readPassword("Passphrase: ");
    if (answer == null) {
      throw refused("give it with --passphrase-file FILE, or - for standard input; nobody can be asked here");
    }
    return new String(answer).getBytes(StandardCharsets.UTF_8);
  }

  private static IronclawException refused(String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "read the passphrase: " + why);
  }
}
