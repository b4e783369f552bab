package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AuditEntryView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What happened, and whether the record of it is whole.
@Command(name = "audit", description = "What happened, and whether the record of it is whole. Without a command: list.", synopsisSubcommandLabel = "[COMMAND]")
final class AuditCommand implements Callable<Integer> {
  private static final String LIMIT = "How many of the newest entries, at most 2000. Default: ${DEFAULT-VALUE}.";

  private final Console console;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = LIMIT)
  private int limit;

  @Option(names = "--before", paramLabel = "SEQ", description = "Go back: the entries before this one.")
  private @Nullable Long before;

  AuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      return show(before == null ? client.audit(limit) : client.audit(before, limit));
    }
  }

  @Command(name = "list", description = "The newest entries that fit.")
  int list(@Mixin AuditFilter filter,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = LIMIT) int most) {
    return find(filter.parameters(List.of()), most);
  }

  @Command(name = "search", description = {"The newest entries that hold all these words, in any field.",
      "A word is whole: enabled finds no enabled_tools2; enabled* finds every word that begins so."})
  int search(@Parameters(paramLabel = "WORD", arity = "1..*") List<String> words, @Mixin AuditFilter filter,
      @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = LIMIT) int most) {
    return find(filter.parameters(words), most);
  }

  private int find(Map<String, String> parameters, int most) {
    parameters.put("limit", Integer.toString(most));
    try (ControlPlaneClient client = console.connection().open()) {
      return show(client.auditLog().find(parameters));
    }
  }

  private int show(List<AuditEntryView> entries) {
    if (console.json()) {
      console.output().json(entries);
    } else {
      console.output().table(List.of("SEQ", "TIME", "STAGE", "SUBJECT", "KIND", "ACTOR", "DETAIL"),
          entries.stream().map(entry -> List.of(Long.toString(entry.seq()), entry.time(), entry.stage(),
              entry.subject().orElse("-"), entry.kind(), entry.actor(), entry.detail())).toList());
    }
    return ExitCode.OK;
  }

  @Command(name = "export", description = {"Writes every entry that fits to a new file, oldest first, one line each.",
      "In CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe."})
  int export(@Mixin AuditFilter filter,
      @Option(names = "--format", paramLabel = "jsonl|csv", defaultValue = "jsonl", description = "Default: "
          + "${DEFAULT-VALUE}.") String format,
      @Option(names = "--out", paramLabel = "FILE", required = true, description = "A file that is not there yet.") Path out)
      throws IOException {
    if (!List.of("jsonl", "csv").contains(format)) {
      throw new CommandFailure(ExitCode.USAGE, "--format: jsonl or csv");
    }
    Map<String, String> parameters = filter.parameters(List.of());
    parameters.put("format", format);
    return new AuditExporting(console).export(parameters, out);
  }

  @Command(name = "rotate", description = "The log goes on in a new file, so that the old ones can be archived; verify "
      + "needs all of them.")
  int rotate() {
    try (ControlPlaneClient client = console.connection().open()) {
      String file = client.auditLog().rotate().file();
      if (console.json()) {
        console.output().json(Map.of("file", file));
      } else {
        console.output().line("the audit log goes on in " + file);
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "verify", description = {
      "Verifies the log of this machine, in the state folder: needs no control plane and no key.",
      "Finds any changed byte and any line removed, added or moved; compared with a witness, with a control plane that "
          + "runs there, or with the head and the key that it printed and you noted elsewhere, a log that was put back to "
          + "an earlier state too."})
  int verify(
      @Option(names = "--expect-head", paramLabel = "HASH", description = "The log must hold the line with this hash.") @Nullable String head,
      @Option(names = "--expect-key", paramLabel = "FP", description = "The log must be signed by the key with this "
          + "fingerprint.") @Nullable String key,
      @Option(names = "--witness", paramLabel = "FILE", description = "The log must agree with every line that this "
          + "outside witness received. Can be given several times.") @Nullable List<Path> witnesses)
      throws IOException {
    return new AuditVerification(console).verify(Optional.ofNullable(head), Optional.ofNullable(key),
        witnesses == null ? List.of() : witnesses);
  }
}
