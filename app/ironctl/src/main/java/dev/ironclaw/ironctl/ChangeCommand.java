package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.api.ChangeAccepted;
import dev.ironclaw.contract.api.ChangeHistoryView;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ChangeView;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes of what agents are and can do.
@Command(name = "change", description = "Changes of what agents are and can do: ask, look, decide.", synopsisSubcommandLabel = "COMMAND")
final class ChangeCommand {
  private final Console console;

  ChangeCommand(Console console) {
    this.console = console;
  }

  @Command(name = "approve", description = "Shows the change's card, asks, and approves exactly what was shown.")
  int approve(@Parameters(paramLabel = "ID") String id,
      @Option(names = "--card-hash", paramLabel = "HASH", description = "Approve the card that you saw with this hash, "
          + "without asking.") @Nullable String cardHash,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.") @Nullable String reason,
      @Mixin ScopeOptions scope,
      @Option(names = "--yes", description = "For scripts: print the card and approve it without asking.") boolean yes) {
    return new ChangeDecision(console).approve(id, Optional.ofNullable(cardHash), Optional.ofNullable(reason),
        scope.body(Clock.systemUTC()), yes);
  }

  @Command(name = "history", description = "Decided changes, the newest first.")
  int history(@Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "How many. Default: "
      + "${DEFAULT-VALUE}.") int limit,
      @Option(names = "--before", paramLabel = "ID", description = "Go back: the changes decided before this one.") @Nullable String before) {
    try (ControlPlaneClient client = console.connection().open()) {
      List<ChangeHistoryView> history = before == null
          ? client.changeHistory(limit)
          : client.changeHistory(before, limit);
      if (console.json()) {
        console.output().json(history);
      } else {
        table(history.stream().map(ChangeHistoryView::request).toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "pending", description = "Changes that wait for a decision, the oldest first.")
  int pending() {
    try (ControlPlaneClient client = console.connection().open()) {
      List<ChangeView> pending = client.pendingChanges();
      if (console.json()) {
        console.output().json(pending);
      } else if (pending.isEmpty()) {
        console.output().line("nothing waits for a decision");
      } else {
        table(pending);
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "reject", description = "Rejects a change. Needs no card and always works.")
  int reject(@Parameters(paramLabel = "ID") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why; the agent is told.") @Nullable String reason) {
    return new ChangeDecision(console).reject(id, Optional.ofNullable(reason));
  }

  @Command(name = "show", description = "One change's card: its whole effect, who asks and why.")
  int show(@Parameters(paramLabel = "ID") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      ChangeView change = client.change(id);
      if (console.json()) {
        console.output().json(change);
      } else {
        console.output().lines(CardText.whole(change));
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "submit", description = "Asks for a change. It takes effect only once it is approved.")
  int submit(
      @Option(names = "--group", defaultValue = "", paramLabel = "AGENT", description = "Whose change. Left out for one that is about no one agent, or about one that it creates.") String group,
      @Option(names = "--id", paramLabel = "ID", description = "chg_ and 32 hex digits; makes asking twice asking once.") @Nullable String id,
      @Option(names = "--kind", required = true, paramLabel = "KIND", description = "For example enabled_tools or "
          + "persona.") String kind,
      @Option(names = "--payload", required = true, paramLabel = "JSON", description = "The payload in the kind's form, "
          + "or @FILE.") String payload,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why; shown on the card.") @Nullable String reason,
      @Option(names = "--approve", description = "Show the card, ask, and approve it in the same act.") boolean approve,
      @Option(names = "--yes", description = "With --approve, for scripts: print the card and do not ask.") boolean yes) {
    Object after = Payload.parse(payload);
    if (approve) {
      return new ChangeDecision(console).submit(
          ChangeSubmitBody.of(Optional.ofNullable(id), kind, group, after, Optional.ofNullable(reason)), yes);
    }
    try (ControlPlaneClient client = console.connection().open()) {
      ChangeAccepted accepted = client.submit(
          ChangeSubmitBody.of(Optional.ofNullable(id), kind, group, after, Optional.ofNullable(reason)));
      if (console.json()) {
        console.output().json(accepted);
      } else {
        console.output().line(accepted.id() + " " + accepted.state());
      }
      return accepted.state().equals("rejected") ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  @Command(name = "undo", description = "Shows what puts back what an applied change replaced, asks, and does it.")
  int undo(@Parameters(paramLabel = "ID") String id,
      @Option(names = "--yes", description = "For scripts: print the card and do not ask.") boolean yes) {
    return new ChangeDecision(console).undo(id, yes);
  }

  private void table(List<ChangeView> changes) {
    console.output().table(List.of("CHANGE", "STATE", "RISK", "AGENT", "ASKED BY", "WHAT"),
        changes.stream().map(change -> List.of(change.id(), change.state(), change.card().risk(),
            change.agentGroupId(), change.requestedBy(), change.card().title())).toList());
  }
}
