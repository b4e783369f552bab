package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.audit.AuditVerifier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What happened, and whether the record of it is whole.
@Command(name = "audit", description = "What happened, and whether the record of it is whole.", synopsisSubcommandLabel = "[COMMAND]")
final class AuditCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "How many of the newest entries. "
      + "Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--before", paramLabel = "SEQ", description = "Go back: the entries before this one.")
  private @Nullable Long before;

  AuditCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<AuditEntryView> entries = before == null ? client.audit(limit) : client.audit(before, limit);
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
      "Verifies the log of this machine, in the state folder: needs no control plane and no key.",
      "Finds any changed byte and any line removed, added or moved; compared with a control plane that runs there, or "
          + "with the head and the key that it printed and you noted elsewhere, a log that was put back to an earlier "
          + "state too."})
  int verify(
      @Option(names = "--each-signature", description = "Check the signature of every line, which is slower and finds no "
          + "more in a whole chain.") boolean each,
      @Option(names = "--expect-head", paramLabel = "HASH", description = "The log must hold the entry with this hash.") @Nullable String head,
      @Option(names = "--expect-key", paramLabel = "FP", description = "The log must be signed by the key with this "
          + "fingerprint.") @Nullable String key)
      throws IOException {
    AuditVerifier.Signatures signatures = each ? AuditVerifier.Signatures.EACH : AuditVerifier.Signatures.LAST;
    return new AuditVerification(console).verify(signatures, Optional.ofNullable(head), Optional.ofNullable(key));
  }
}
