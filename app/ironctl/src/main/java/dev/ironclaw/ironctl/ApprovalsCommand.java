package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.client.EventStream;
import dev.ironclaw.client.StreamEvent;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeView;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What waits for a human: on a terminal an inbox to decide in, else a listing.
@Command(name = "approvals", description = {"What waits for your decision, live: look, approve, reject, undo.",
    "J and K move, Enter opens a card, A approves, D rejects with a reason, S says how far an approval goes, U undoes what "
        + "was applied, Esc goes back, Q quits. Nothing that has just appeared can be approved for half a second; an amber "
        + "change is approved on its card, a red one by typing its agent's name.",
    "Without a terminal it prints the list and ends."})
final class ApprovalsCommand implements Callable<Integer> {
  private final Console console;

  @Option(names = "--watch", description = "Print one line for each thing that happens, until it is interrupted.")
  private boolean watch;

  ApprovalsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ControlPlaneClient client = console.connection().open()) {
      if (watch) {
        watch(client);
      } else if (console.json() || !console.surroundings().screen()) {
        list(client.pendingChanges());
      } else {
        // Asked first, so that what is wrong is said on a terminal that is as it was.
        client.pendingChanges();
        try (Tty tty = TerminalScreen.open(console.surroundings().colour())) {
          new InboxSession(client, tty, Clock.systemUTC()).run();
        }
      }
    }
    return ExitCode.OK;
  }

  private void list(List<ChangeView> waiting) {
    if (console.json()) {
      console.output().json(waiting);
    } else if (waiting.isEmpty()) {
      console.output().line("nothing waits for a decision");
    } else {
      console.output().table(List.of("CHANGE", "RISK", "AGENT", "WHAT", "ASKED BY", "EXPIRES"),
          waiting.stream().map(change -> List.of(change.id(), change.card().risk(),
              change.agentGroupId().isEmpty() ? "-" : change.agentGroupId(), change.card().title(),
              change.card().requestedBy(), change.expiresAt())).toList());
      console.output().line("see one with ironctl change show ID, then ironctl change approve ID or change reject ID");
    }
  }

  private void watch(ControlPlaneClient client) {
    try (EventStream events = client.events(Optional.empty())) {
      list(client.pendingChanges());
      for (Optional<StreamEvent> event = events.next(); event.isPresent(); event = events.next()) {
        if (event.get().type().startsWith("change.")) {
          print(event.get());
        } else if (event.get().type().equals(StreamEvent.RESYNC)) {
          list(client.pendingChanges());
        }
      }
    }
  }

  private void print(StreamEvent event) {
    if (console.json()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("type", event.type());
      line.putAll(event.data());
      console.output().json(line);
      return;
    }
    String what = switch (event.type()) {
      case "change.pending" -> event.text("risk") + ", " + event.text("title") + ", asked by "
          + event.text("requestedBy");
      case "change.decided" -> event.text("state") + " by " + event.text("decidedBy")
          + (event.text("reason").isEmpty() ? "" : ": " + event.text("reason"));
      default -> event.text("error");
    };
    console.output().line(VisibleText.line(event.type().substring("change.".length()) + " " + event.text("id")
        + (what.isEmpty() ? "" : "  " + what)));
  }
}
