package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.schedule.ScheduleRun.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Says to whoever looks on what became of schedules and their times.
record ScheduleNews(SchedulerParts parts) {

  void run(ScheduleId id, Instant due, State state, Optional<String> note) {
    Map<String, Object> data = new HashMap<>(
        Map.of("id", id.value(), "due", due.toString(), "state", state.wireName()));
    note.ifPresent(words -> data.put("note", words));
    Optional.ofNullable(parts.registry().snapshot().schedules().get(id))
        .ifPresent(schedule -> data.put("agentGroupId", schedule.agentGroup().value()));
    parts.events().publish("schedule.run", data, true);
  }

  void changed(Schedule schedule) {
    parts.events().publish("schedule.changed", Map.of("id", schedule.id().value(), "agentGroupId",
        schedule.agentGroup().value(), "status", schedule.status().wireName()), true);
  }

  void removed(ScheduleId id) {
    parts.events().publish("schedule.changed", Map.of("id", id.value(), "status", "removed"), true);
  }
}
