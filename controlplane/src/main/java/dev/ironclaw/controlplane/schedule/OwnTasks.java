package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.kind.ScheduleWords;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Schedule;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What an agent sees of its own schedules, and how it stops them.
final class OwnTasks {
  private static final int PROMPT_CHARS = 200;

  private final TaskTools.Host host;

  OwnTasks(TaskTools.Host host) {
    this.host = host;
  }

  HostToolAnswer list(HostToolCall call) {
    List<Schedules.Entry> open = host.schedules().list(Optional.of(call.agentGroup())).stream()
        .filter(entry -> entry.schedule().isOpen()).toList();
    return HostToolAnswer.done(open.isEmpty()
        ? "there are no tasks; it is " + host.clock().instant()
        : open.stream().map(OwnTasks::line).collect(Collectors.joining("\n", "", "\nit is " + host.clock().instant())));
  }

  HostToolAnswer pause(HostToolCall call) {
    ScheduleId id = own(call);
    host.schedules().pause(id, by(call));
    return HostToolAnswer.done(id + " is paused; resume_task asks that it may go on");
  }

  HostToolAnswer cancel(HostToolCall call) {
    ScheduleId id = own(call);
    host.schedules().cancel(id, by(call));
    return HostToolAnswer.done(id + " is cancelled");
  }

  private static String by(HostToolCall call) {
    return new Principal.Agent(call.session()).name();
  }

  /// Another agent's is as unknown as one that does not exist.
  private ScheduleId own(HostToolCall call) {
    String asked = TaskRequests.taskId(call.input());
    return host.schedules().list(Optional.of(call.agentGroup())).stream().map(entry -> entry.schedule().id())
        .filter(id -> id.value().equals(asked)).findFirst()
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND,
            "you have no task " + VisibleText.brief(asked) + "; list_tasks has those that you have"));
  }

  private static String line(Schedules.Entry entry) {
    Schedule schedule = entry.schedule();
    ZoneId zone = ZoneId.of(schedule.spec().timezone());
    return schedule.id() + " (" + schedule.status().wireName() + "): " + ScheduleWords.when(schedule.spec(), zone)
        + entry.state().flatMap(ScheduleState::nextDue).map(due -> "; next " + due.atZone(zone).toOffsetDateTime())
            .orElse("")
        + entry.state().flatMap(ScheduleState::blocked).map(why -> "; blocked: " + why).orElse("")
        + entry.lastRun().map(run -> "; last run " + run.due() + " " + run.state().wireName()).orElse("") + "; "
        + Excerpt.of(VisibleText.line(schedule.spec().prompt()), PROMPT_CHARS);
  }
}
