package dev.ironclaw.ironctl;

import dev.ironclaw.client.BackupLeftOut;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BackupBody;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Everything that a control plane needs to start again elsewhere, in one sealed file.
@Command(name = "backup", description = "Takes a sealed backup of a running control plane into a new file.")
final class BackupCommand implements Callable<Integer> {
  private final Console console;

  // Not required: `verify` has none here.
  @Parameters(paramLabel = "FILE", arity = "0..1", description = "A new file; only you can read it.")
  @Nullable
  Path file;

  @Option(names = "--workspaces", description = "The agents' workspaces too.")
  boolean workspaces;

  @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Has the passphrase; - for standard input. "
      + "Default: ask.")
  @Nullable
  String passphraseFile;

  BackupCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (file == null) {
      throw new CommandFailure(ExitCode.USAGE, "name a new file: ironctl backup FILE");
    }
    Path wanted = file.toAbsolutePath();
    if (Files.exists(wanted)) {
      throw new CommandFailure(ExitCode.USAGE, wanted + " is there already; give a new file");
    }
    String passphrase = Passphrase.of(Optional.ofNullable(passphraseFile), console.surroundings(), console.output());
    Path partial = wanted.resolveSibling(wanted.getFileName() + ".partial");
    create(partial);
    BackupLeftOut left;
    try {
      left = download(passphrase, partial);
      Files.move(partial, wanted, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
    if (console.json()) {
      console.output().json(Map.of("file", wanted.toString(), "bytes", Files.size(wanted), "leftOut",
          left.things(), "leftOutOf", left.of()));
    } else {
      console.output().line(Files.size(wanted) + " bytes in " + wanted + ". Without the passphrase nobody can read it, "
          + "and nobody can recover the passphrase. Prove it: ironctl backup verify " + wanted
          + (left.things() == 0
              ? ""
              : "\nLeft out of the workspaces: " + left.things()
                  + " (no plain files, not to be read, or more than there was room for)"
                  + (left.of().isEmpty() ? "" : ": " + VisibleText.line(left.of()))));
    }
    return left.things() == 0 ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private BackupLeftOut download(String passphrase, Path partial) throws IOException {
    BackupLeftOut left;
    try (
        ControlPlaneClient client = console.connection().open();
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial, StandardOpenOption.WRITE))) {
      left = client.backup(new BackupBody(passphrase, Optional.of(workspaces)), out);
    }
    try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return left;
  }

  private static void create(Path file) throws IOException {
    try {
      if (Files.getFileStore(java.util.Objects.requireNonNull(file.getParent())).supportsFileAttributeView("posix")) {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(ExitCode.USAGE,
          file + " is there already: another backup is under way, or broke off; remove it");
    }
  }
}
