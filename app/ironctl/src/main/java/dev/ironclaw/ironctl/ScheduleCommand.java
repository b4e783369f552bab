package dev.ironclaw.ironctl;

import dev.ironclaw.client.ControlPlaneClient;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ChangeSubmitBody;
import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What agents do by themselves at times.
@Command(name = "schedule", description = "What agents do by themselves at times: look at it, stop it, make it.", synopsisSubcommandLabel = "COMMAND")
final class ScheduleCommand {
  private final Console console;

  ScheduleCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", aliases = "ls", description = "All of them, with when they run next and what came of the last run.")
  int list(
      @Option(names = "--agent", paramLabel = "AGENT", description = "Of this agent alone.") @Nullable String agent) {
    try (ControlPlaneClient client = console.connection().open()) {
      List<ScheduleView> schedules = client.schedules().list(Optional.ofNullable(agent));
      if (console.json()) {
        console.output().json(schedules);
      } else if (schedules.isEmpty()) {
        console.output().line("no agent does anything by itself: ironctl schedule create");
      } else {
        console.output().table(List.of("SCHEDULE", "AGENT", "STATUS", "NEXT", "LAST", "WHEN"), schedules.stream()
            .map(one -> List.of(one.id(), one.agentGroupId(), one.blocked().map(_ -> "blocked").orElse(one.status()),
                one.nextRun().orElse("-"), one.lastRun().map(ScheduleRunView::state).orElse("-"), one.when()))
            .toList());
      }
    }
    return ExitCode.OK;
  }

  @Command(name = "show", aliases = "get", description = "One of them with its last runs.")
  int show(@Parameters(paramLabel = "ID") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      ScheduleView schedule = client.schedules().find(id);
      if (console.json()) {
        console.output().json(schedule);
      } else {
        print(schedule, client.schedules().runs(id));
      }
    }
    return ExitCode.OK;
  }

  private void print(ScheduleView one, List<ScheduleRunView> runs) {
    Output output = console.output();
    output.line("schedule  " + one.id() + " (" + one.status() + ") of " + one.agentGroupId());
    output.line(QuotedText.hanging("when      ", one.when()));
    output.line("next run  " + one.nextRun().orElse("none"));
    one.until().ifPresent(time -> output.line("not after " + time));
    one.times().ifPresent(times -> output.line("runs      " + one.runs() + " of " + times));
    output.line("answers   " + VisibleText.line(one.channelType() + "/" + one.platformId()));
    output.line("missed    " + one.missed());
    one.blocked().ifPresent(why -> output.line(QuotedText.hanging("blocked   ", why)));
    output.line(QuotedText.hanging("prompt    ", one.prompt()));
    runs.forEach(run -> output.line("  " + run.due() + "  " + run.state()
        + run.note().map(note -> ": " + VisibleText.line(note)).orElse("")));
  }

  @Command(name = "create", description = "Lets an agent act by itself: shows the card, asks, and does it.")
  int create(@Parameters(paramLabel = "AGENT") String agent, @Mixin ScheduleOptions plan, @Mixin ActOptions act) {
    return change(agent, plan.payload(), act);
  }

  @Command(name = "pause", description = "Stops it at once, until it is let go on.")
  int pause(@Parameters(paramLabel = "ID") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      return done(client.schedules().pause(id), "paused");
    }
  }

  @Command(name = "resume", description = "Lets it go on: shows the card, asks, and does it.")
  int resume(@Parameters(paramLabel = "ID") String id, @Mixin ActOptions act) {
    return change(agentOf(id), Map.of("id", id, "resume", true), act);
  }

  @Command(name = "run", description = "Runs it once now, beside its times.")
  int run(@Parameters(paramLabel = "ID") String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      return done(client.schedules().run(id), "runs now");
    }
  }

  @Command(name = "remove", aliases = "rm", description = "Ends it: shows the card, asks, and does it. Can be undone.")
  int remove(@Parameters(paramLabel = "ID") String id, @Mixin ActOptions act) {
    return change(agentOf(id), Map.of("remove", id), act);
  }

  private String agentOf(String id) {
    try (ControlPlaneClient client = console.connection().open()) {
      return client.schedules().find(id).agentGroupId();
    }
  }

  private int change(String agent, Map<String, Object> payload, ActOptions act) {
    return new RegistryAct(console)
        .run(List.of(ChangeSubmitBody.of(Optional.empty(), "schedule", agent, payload, act.reason())), act);
  }

  private int done(ScheduleView schedule, String what) {
    if (console.json()) {
      console.output().json(schedule);
    } else {
      console.output().line(schedule.id() + " " + what);
    }
    return ExitCode.OK;
  }
}
