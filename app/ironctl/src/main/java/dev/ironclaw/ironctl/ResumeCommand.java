package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ResumeResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// The end of a panic.
@Command(name = "resume", description = "Lets everything go on after a panic.")
final class ResumeCommand implements Callable<Integer> {
  private final Console console;

  ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      ResumeResult result = client.resume();
      if (console.json()) {
        console.output().json(result);
      } else {
        console.output().line(result.ended()
            .map(panic -> "everything goes on; it was stopped since " + panic.since() + " by "
                + VisibleText.line(panic.by()) + panic.reason().map(why -> ": " + VisibleText.line(why)).orElse(""))
            .orElse("nothing was stopped"));
      }
    }
    return ExitCode.OK;
  }
}
