package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.PanicBody;
import dev.ironclaw.contract.api.PanicResult;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The brake over everything. Asks nothing: whoever types this has no time.
@Command(name = "panic", description = "Stops everything now: boxes are frozen, model streams cut, deliveries and "
    + "approved changes held. `ironctl resume` ends it.")
final class PanicCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit log and for whoever comes next.")
  @Nullable
  String reason;

  PanicCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    PanicResult result = panic();
    if (console.json()) {
      console.output().json(result);
      return ExitCode.OK;
    }
    console.output().line("everything is stopped since " + result.panic().since() + " by "
        + VisibleText.line(result.panic().by()) + ": " + result.frozen() + " processes of boxes are frozen");
    if (!result.remembered()) {
      console.output().line("The disk took no note of it: it holds until the control plane's process ends.");
    }
    console.output().line("`ironctl resume` lets everything go on");
    return ExitCode.OK;
  }

  private PanicResult panic() {
    try (ControlPlaneClient client = console.connection().open()) {
      return client.panic(new PanicBody(Optional.ofNullable(reason)));
    } catch (ApiException e) {
      if (e.kind() == ApiException.Kind.DENIED) {
        throw e;
      }
      throw new CommandFailure(ExitCode.NOT_RUNNING, e.getMessage() + ". " + byHand());
    } catch (CommandFailure e) {
      throw new CommandFailure(e.exitCode(), e.getMessage() + ". " + byHand());
    }
  }

  private String byHand() {
    return "NOTHING IS STOPPED YET. On the machine that runs the boxes, freeze them without a control plane: "
        + "`ironclaw-controlplane panic --state-dir " + console.connection().stateFolder().path() + "`";
  }
}
