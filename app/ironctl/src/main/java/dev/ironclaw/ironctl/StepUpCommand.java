package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.StepUpBody;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The caller's own second factor: one-time codes of an authenticator, for what the policy wants them.
@Command(name = "step-up", description = "Your second factor: one-time codes of an authenticator app, which approvals "
    + "take where the policy says so.", synopsisSubcommandLabel = "COMMAND")
final class StepUpCommand {
  private final Console console;

  StepUpCommand(Console console) {
    this.console = console;
  }

  @Command(name = "confirm", description = "Puts the secret that enroll showed in force, with a first code of it.")
  int confirm(@Mixin CodeOptions code) {
    try (ControlPlaneClient client = console.connection().open()) {
      return show(client.confirmStepUp(new StepUpBody(Optional.of(code.read(console)))));
    }
  }

  @Command(name = "enroll", description = {"Shows a new secret, once, and takes a first code of it where somebody sits "
      + "here; else `step-up confirm` does.", "Where one is in force, a current code of that is needed first."})
  int enroll(@Mixin CodeOptions code,
      @Option(names = "--no-qr", description = "Draw no QR code.") boolean plain) {
    try (ControlPlaneClient client = console.connection().open()) {
      boolean replaces = client.stepUp().confirmedAt().isPresent();
      StepUpEnrolled shown = code.with(console, replaces, digits -> client.enrollStepUp(new StepUpBody(digits)));
      if (console.json()) {
        console.output().json(shown);
        return ExitCode.OK;
      }
      if (!plain) {
        console.output().line(QrCode.of(shown.uri()));
      }
      console.output().line(shown.uri());
      console.output().line("Scan it, or type the secret into your authenticator; it is not shown again: "
          + shown.secret());
      if (!console.surroundings().terminal()) {
        console.output().note("It counts for nothing until you give a first code: ironctl step-up confirm");
        return ExitCode.OK;
      }
      return show(client.confirmStepUp(new StepUpBody(Optional.of(code.read(console)))));
    }
  }

  @Command(name = "remove", description = "Takes your second factor away, with a current code of it.")
  int remove(@Mixin CodeOptions code) {
    try (ControlPlaneClient client = console.connection().open()) {
      boolean inForce = client.stepUp().confirmedAt().isPresent();
      return show(code.with(console, inForce, digits -> client.removeStepUp(new StepUpBody(digits))));
    }
  }

  @Command(name = "status", description = "Whether codes of yours count, and since when.")
  int status() {
    try (ControlPlaneClient client = console.connection().open()) {
      return show(client.stepUp());
    }
  }

  private int show(StepUpView view) {
    if (console.json()) {
      console.output().json(view);
      return ExitCode.OK;
    }
    console.output().line(view.operator() + ": " + view.confirmedAt().map(at -> "codes count since " + at)
        .orElse("no second factor" + (view.waits() ? " yet" : "")));
    if (view.waits()) {
      console.output().line("a secret was shown and waits for its first code: ironctl step-up confirm");
    }
    view.lockedUntil().ifPresent(until -> console.output()
        .line("after too many wrong codes none is taken until " + until));
    return ExitCode.OK;
  }
}
