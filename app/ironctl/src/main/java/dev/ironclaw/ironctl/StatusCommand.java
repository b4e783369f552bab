package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.diagnostics.RuntimeWords;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.StatusView;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The whole on one screen.
@Command(name = "status", description = "Whether it runs, in what, and what waits for you.")
final class StatusCommand implements Callable<Integer> {
  private final Console console;

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      StatusView status = client.status();
      if (console.json()) {
        console.output().json(status);
      } else {
        print(status);
      }
    }
    return ExitCode.OK;
  }

  private void print(StatusView status) {
    Output output = console.output();
    output.line("control plane  " + status.version() + ", up " + status.uptimeSeconds() + " s, "
        + status.notReady().map(reason -> "NOT READY: " + VisibleText.line(reason)).orElse("ready"));
    status.panic().ifPresent(panic -> output.line("STOPPED        since " + panic.since() + " by "
        + VisibleText.line(panic.by()) + panic.reason().map(why -> ": " + VisibleText.line(why)).orElse("")
        + "; `ironctl resume` lets everything go on"));
    output.line("runtime        " + RuntimeWords.of(status.runtime()));
    status.runtime().problems().forEach(problem -> output.line("  problem: " + VisibleText.line(problem)));
    status.runtime().warnings().forEach(warning -> output.line("  warning: " + VisibleText.line(warning)));
    output.line("agents         " + status.agents() + ", conversations " + status.sessions());
    output.line("waiting        " + status.pendingChanges() + " change(s) for your decision");
    status.auditHead().flatMap(head -> head.warning())
        .ifPresent(words -> output.line("audit warning  " + VisibleText.line(words)));
    output.line("audit head     " + status.auditHead().map(head -> head.seq() + " " + head.hash()).orElse("empty"));
    status.tlsFingerprint().ifPresent(print -> output.line("TLS            SHA-256 " + VisibleText.line(print)));
    output.line("state          " + VisibleText.line(status.stateDir()));
    if (!status.boxes().isEmpty()) {
      output.line("");
      output.table(List.of("BOX", "AGENT", "SESSION", "STATE", "SINCE", "NOTE"),
          status.boxes().stream().map(StatusCommand::row).toList());
    }
  }

  private static List<String> row(BoxView box) {
    return List.of(box.id().orElse("-"), box.agentGroupId(), box.sessionId().orElse("-"), box.state(), box.since(),
        box.note().orElse(""));
  }
}
