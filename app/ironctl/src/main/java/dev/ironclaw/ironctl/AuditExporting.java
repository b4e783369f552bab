package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;

/// Writes entries to a new file.
final class AuditExporting {
  private final Console console;

  AuditExporting(Console console) {
    this.console = console;
  }

  int export(Map<String, String> parameters, Path out) throws IOException {
    long entries;
    try (ControlPlaneClient client = console.connection().open()) {
      entries = client.auditLog().export(parameters, out, (_, _) -> {});
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(ExitCode.USAGE, "--out: " + out + " is there already; give a new file");
    }
    if (console.json()) {
      console.output().json(Map.of("entries", entries, "file", out.toString()));
    } else {
      console.output().line(entries + " entries in " + out);
    }
    return ExitCode.OK;
  }
}
