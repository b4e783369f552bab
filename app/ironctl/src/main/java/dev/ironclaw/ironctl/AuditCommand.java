package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.audit.AuditVerdict;
import dev.ironclaw.contract.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What happened, and whether the record of it is whole.
@Command(name = "audit", description = "What happened, and whether the record of it is whole.", synopsisSubcommandLabel = "[COMMAND]")
final class AuditCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many of the newest entries. "
      + "Default: ${DEFAULT-VALUE}.")
  private int limit;

  AuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<AuditEntryView> entries = client.audit(limit);
      if (console.json()) {
        console.output().json(entries);
      } else {
        console.output().table(List.of("SEQ", "TIME", "STAGE", "SUBJECT", "KIND", "ACTOR", "DETAIL"),
            entries.stream().map(entry -> List.of(Long.toString(entry.seq()), entry.time(), entry.stage(),
                entry.subject().orElse("-"), entry.kind(), entry.actor(), entry.detail())).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "verify", description = {
      "Verifies the log of this machine offline: needs no control plane and no key.",
      "Finds any changed byte and any line removed, added or moved. Note the head that it prints elsewhere: with it, "
          + "a log that was put back to an earlier state is found too."})
  int verify(
      @Option(names = "--each-signature", description = "Check the signature of every line, which is slower and finds no "
          + "more in a whole chain.") boolean each)
      throws IOException {
    Path folder = logFolder(console.connection().stateFolder().path());
    AuditVerdict verdict = AuditVerifier.verify(folder,
        each ? AuditVerifier.Signatures.EACH : AuditVerifier.Signatures.LAST);
    return switch (verdict) {
      case AuditVerdict.Intact intact -> intact(folder, intact);
      case AuditVerdict.Broken broken -> broken(folder, broken);
    };
  }

  private int intact(Path folder, AuditVerdict.Intact intact) {
    if (console.json()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("intact", true);
      result.put("folder", folder.toString());
      result.put("entries", intact.entries());
      result.put("head", intact.head());
      console.output().json(result);
    } else {
      console.output().line("intact: " + intact.entries() + " entries, head " + intact.head());
    }
    return ExitCode.OK;
  }

  private int broken(Path folder, AuditVerdict.Broken broken) {
    if (console.json()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("intact", false);
      result.put("folder", folder.toString());
      result.put("file", broken.file());
      result.put("line", broken.line());
      result.put("what", broken.what());
      result.put("expected", broken.expected());
      result.put("actual", broken.actual());
      console.output().json(result);
    } else {
      console.output().line("BROKEN: " + folder.resolve(broken.file())
          + (broken.line() > 0 ? " line " + broken.line() : "") + ": " + SafeText.line(broken.what()) + " (expected "
          + SafeText.line(broken.expected()) + ", found " + SafeText.line(broken.actual()) + ")");
    }
    return ExitCode.FAILED;
  }

  private static Path logFolder(Path stateFolder) {
    Path own = stateFolder.resolve("audit");
    if (Files.isDirectory(own)) {
      return own;
    }
    if (!Files.isDirectory(stateFolder)) {
      throw new CommandFailure(ExitCode.USAGE,
          "there is no state folder " + stateFolder + "; give the control plane's with --state-dir");
    }
    return stateFolder;
  }
}
