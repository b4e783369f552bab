package dev.ironclaw.ironctl;

import dev.ironclaw.client.ApiException;
import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.Endpoint;
import dev.ironclaw.client.diagnostics.RuntimeWords;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.contract.api.StatusView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Takes somebody from a fresh installation to an agent that answers, step by step. What is in order is left alone, so it
/// can be run again at any time.
@Command(name = "onboard", description = {"Sets a new installation up, step by step, and proves that its boxes hold.",
    "Each step says ok, planned (it would be done, or comes in a later version), action (something that only you can do), "
        + "skipped or failed."})
final class OnboardCommand implements Callable<Integer> {

  private final Console console;
  private final List<Step> steps = new ArrayList<>();

  @Option(names = "--dry-run", description = "Look and say what would be done; do nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask before the boxes are tried.")
  private boolean yes;

  OnboardCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    boolean running = true;
    try (ControlPlaneClient client = console.connection().open()) {
      look(client, client.status());
    } catch (ApiException | CommandFailure e) {
      running = !notRunning(e);
      unreached(e, running);
    }
    if (console.json()) {
      console.output().json(steps);
    } else {
      console.output().line("");
      console.output().line(next());
    }
    boolean failed = steps.stream().anyMatch(step -> step.status().equals("failed"));
    return !running ? ExitCode.NOT_RUNNING : failed ? ExitCode.FAILED : ExitCode.OK;
  }

  private static boolean notRunning(RuntimeException why) {
    return switch (why) {
      case ApiException api -> api.kind() == ApiException.Kind.NOT_RUNNING;
      case CommandFailure failure -> failure.exitCode() == ExitCode.NOT_RUNNING;
      default -> false;
    };
  }

  private void unreached(RuntimeException why, boolean running) {
    if (running) {
      step("api-token", "failed", String.valueOf(why.getMessage()));
    } else {
      step("runtime", "action", "start the control plane: ironclaw-controlplane, then run this again ("
          + why.getMessage() + ")");
      step("api-token", "planned",
          "the control plane makes one at its first start, in its state folder, for you alone");
    }
    for (String later : List.of("model-credential", "sandbox-image", "channel", "verify")) {
      step(later, "skipped", running ? "needs a token that is good" : "needs a running control plane");
    }
  }

  private void look(ControlPlaneClient client, StatusView status) {
    RuntimeView runtime = status.runtime();
    step("runtime", runtime.usable() ? "ok" : "failed", RuntimeWords.of(runtime)
        + (runtime.usable() ? "" : ": " + String.join("; ", runtime.problems())));
    runtime.warnings().forEach(warning -> step("runtime", "action", warning));
    boolean own = console.connection().endpoint() instanceof Endpoint.Socket;
    step("api-token", "ok", own
        ? "the control plane's own, in the state folder, for you alone; make named ones for others with ironctl token "
            + "create"
        : "it is good here");
    step("model-credential", "planned",
        "this version has the offline model 'mock' alone, which needs none; others come "
            + "with their providers");
    step("sandbox-image", "ok", "the control plane checked it at start and runs boxes from it");
    step("channel", "ok", "webchat is built in: ironctl chat AGENT; others come in later versions");
    verify(client, status);
  }

  private void verify(ControlPlaneClient client, StatusView status) {
    status.notReady().ifPresent(why -> step("verify", "failed", "nothing may take effect: " + why));
    if (dryRun) {
      step("verify", "planned", "tries to break out of a real box in every way that it knows");
    } else if (!yes && !agreed()) {
      step("verify", "skipped", "run ironctl doctor --sandbox at any time");
    } else {
      prove();
    }
    step("agent", status.agents() > 0 ? "ok" : "action", status.agents() > 0
        ? client.agents().stream().map(agent -> agent.id()).limit(5).reduce((a, b) -> a + ", " + b).orElse("")
        : "none yet: ironctl agent create");
  }

  private boolean agreed() {
    if (console.json() || !console.surroundings().terminal()) {
      return false;
    }
    console.output().ask("Try to break out of a real box now (some seconds)? [Y/n] ");
    Optional<String> answer = console.surroundings().readLine();
    return answer.isPresent() && (answer.get().isBlank() || answer.get().strip().equalsIgnoreCase("y"));
  }

  private void prove() {
    try (ControlPlaneClient client = console.connection().open()) {
      SelftestView result = client.selftest();
      List<String> broken = result.probes().stream().filter(probe -> !probe.held())
          .filter(probe -> !result.accepted().contains(probe.name())).map(SelftestView.ProbeView::name).toList();
      step("verify", broken.isEmpty() && !result.probes().isEmpty() ? "ok" : "failed",
          broken.isEmpty()
              ? result.probes().size() + " attempts to break out of a box"
                  + (result.accepted().isEmpty()
                      ? ", all of them stopped"
                      : "; let through, as you accepted at start: " + String.join(", ", result.accepted()))
              : "these walls do not hold: " + String.join(", ", broken) + "; see ironctl doctor --sandbox");
    } catch (ApiException e) {
      step("verify", "failed", String.valueOf(e.getMessage()));
    }
  }

  private String next() {
    boolean ready = steps.stream().noneMatch(step -> List.of("failed", "skipped").contains(step.status()));
    boolean agent = steps.stream().anyMatch(step -> step.name().equals("agent") && step.status().equals("ok"));
    return agent
        ? "Next: ironctl chat AGENT, and ironctl approvals for what it asks of you."
        : ready ? "Next: ironctl agent create." : "Do what stands at action and failed, then run this again.";
  }

  private void step(String name, String status, String detail) {
    steps.add(new Step(name, status, detail));
    if (!console.json()) {
      console.output().line(QuotedText.hanging("%-8s  %-16s  ".formatted(status, name), VisibleText.line(detail)));
    }
  }

  /// One step of it.
  ///
  /// @param status `ok`, `planned`, `action`, `skipped` or `failed`
  record Step(String name, String status, String detail) {}
}
