package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/// Writes entries to a new file that its owner alone can read, and checks that all of them arrived.
final class AuditExporting {
  private final Console console;

  AuditExporting(Console console) {
    this.console = console;
  }

  int export(Map<String, String> parameters, Path out) throws IOException {
    create(out);
    long announced;
    try (ControlPlaneClient client = console.connection().open();
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(out, StandardOpenOption.WRITE))) {
      announced = client.exportAudit(parameters, file);
    } catch (IOException | RuntimeException e) {
      Files.delete(out);
      throw e;
    }
    long header = "csv".equals(parameters.get("format")) ? 1 : 0;
    long arrived;
    try (Stream<String> lines = Files.lines(out)) {
      arrived = lines.count() - header;
    }
    if (arrived != announced) {
      throw new CommandFailure(ExitCode.FAILED,
          "the export broke off: " + arrived + " of " + announced + " entries are in " + out + "; try again");
    }
    if (console.json()) {
      console.output().json(Map.of("entries", announced, "file", out.toString()));
    } else {
      console.output().line(announced + " entries in " + out);
    }
    return ExitCode.OK;
  }

  private static void create(Path out) throws IOException {
    try {
      if (Files.getFileStore(out.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
        Files.createFile(out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(out);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(ExitCode.USAGE, "--out: " + out + " is there already; give a new file");
    }
  }
}
