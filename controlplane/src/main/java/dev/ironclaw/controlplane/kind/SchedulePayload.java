package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.controlplane.registry.Schedule;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Something that an agent is to do at a time, or is not to do any more.
sealed interface SchedulePayload extends Payload {
  int MAX_PROMPT_BYTES = 4_096;
  int MAX_WORDS = 128;
  int MAX_JITTER_SECONDS = 3_600;
  int MAX_TIMES = 1_000_000;

  /// The whole of one schedule.
  record Put(ScheduleId id, Plan plan, Schedule.Status status) implements SchedulePayload {
    @Override
    public JsonNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id.value());
      json.set("plan", plan.toJson());
      return status == Schedule.Status.ACTIVE ? json : json.put("status", status.wireName());
    }
  }

  /// Ends one for good.
  record Remove(ScheduleId id) implements SchedulePayload {
    @Override
    public JsonNode toJson() {
      return JsonNodeFactory.instance.objectNode().put("remove", id.value());
    }
  }

  /// What is to happen when, and where it is answered.
  ///
  /// @param from what a recurrence counts from; empty for a new one, which counts from when it was asked for
  record Plan(String prompt, Optional<Instant> runAt, Optional<String> recurrence, Optional<Instant> from,
      String timezone, Optional<Instant> until, Optional<Integer> times, int jitter, Schedule.Missed missed,
      PlaceName answer, Optional<String> thread) {

    static Plan of(Schedule.Spec spec) {
      Schedule.Target target = spec.target();
      return new Plan(spec.prompt(), spec.runAt(), spec.recurrence(), Optional.of(spec.anchor()), spec.timezone(),
          spec.until(), spec.times(), spec.jitter(), spec.missed(),
          new PlaceName(target.channelType(), target.platformId(), target.instance()), target.threadId());
    }

    Schedule.Spec toSpec(Instant asked) {
      return new Schedule.Spec(prompt, runAt, recurrence, from.orElse(asked.truncatedTo(ChronoUnit.SECONDS)), timezone,
          until, times, jitter, missed,
          new Schedule.Target(answer.channelType(), answer.platformId(), answer.instance(), thread));
    }

    ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("prompt", prompt);
      runAt.ifPresent(time -> json.put("run_at", time.toString()));
      recurrence.ifPresent(rule -> json.put("recurrence", rule));
      from.ifPresent(time -> json.put("from", time.toString()));
      json.put("timezone", timezone);
      until.ifPresent(time -> json.put("until", time.toString()));
      times.ifPresent(most -> json.put("times", most.intValue()));
      json.put("jitter", jitter).put("missed", missed.wireName());
      json.set("answer", answer.toJson());
      thread.ifPresent(id -> json.put("thread", id));
      return json;
    }
  }
}
