package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.RegistryWrite;
import dev.ironclaw.client.ShownDraft;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import java.util.ArrayList;
import java.util.List;

/// Carries out what an operator wants of the registry: the control plane says which changes lead there, each is shown,
/// agreed to and approved; or, with `--ask`, only asked for.
final class RegistryAct {
  private final Console console;

  RegistryAct(Console console) {
    this.console = console;
  }

  int run(RegistryWrite write, ActOptions options) {
    List<ChangeView> planned;
    try (ControlPlaneClient client = console.connection().open()) {
      planned = client.registry().preview(write);
    }
    if (planned.isEmpty()) {
      console.output().note("nothing to do: it is so already");
    }
    return run(planned.stream().map(change -> new ShownDraft(change).request(options.reason())).toList(), options);
  }

  int run(List<ChangeSubmitBody> changes, ActOptions options) {
    return options.ask ? ask(changes) : new ChangeDecision(console, options.code).submitAll(changes, options.yes);
  }

  private int ask(List<ChangeSubmitBody> changes) {
    List<ChangeAccepted> asked = new ArrayList<>();
    try (ControlPlaneClient client = console.connection().open()) {
      changes.forEach(change -> asked.add(client.submit(change)));
    }
    if (console.json()) {
      console.output().json(asked);
    } else {
      asked.forEach(change -> console.output().line(change.id() + " " + change.state()));
    }
    return asked.stream().anyMatch(change -> change.state().equals("rejected")) ? ExitCode.FAILED : ExitCode.OK;
  }
}
