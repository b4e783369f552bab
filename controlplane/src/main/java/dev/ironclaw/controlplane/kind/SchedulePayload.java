package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Something that an agent is to do at a time, or is not to do any more.
sealed interface SchedulePayload extends Payload {
  Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.SCHEDULE, "{\"prompt\": text, \"run_at\"?: RFC 3339 with offset, "
      + "\"recurrence\"?: hourly|daily|weekly or five cron fields, \"answer\"?: {\"channelType\", \"platformId\", "
      + "\"instance\"?}}, at least one of run_at and recurrence; {\"remove\": sched_…}");
  Pattern ID = Pattern.compile("sched_[0-9a-f]{16}");
  int MAX_PROMPT_BYTES = 4_096;
  int MAX_WORDS = 128;

  /// Begins a plan.
  ///
  /// @param runAt in UTC, as text
  /// @param answer where the answer goes; empty: where it was asked
  record Plan(String prompt, Optional<String> runAt, Optional<String> recurrence, Optional<PlaceName> answer)
      implements
        SchedulePayload {
    /// Made of all of it, so that asking twice is asking once.
    String id() {
      return "sched_" + CanonicalJson.digest(toJson()).substring(0, 16);
    }

    @Override
    public JsonNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("prompt", prompt);
      runAt.ifPresent(time -> json.put("runAt", time));
      recurrence.ifPresent(rule -> json.put("recurrence", rule));
      answer.ifPresent(place -> json.set("answer", place.toJson()));
      return json;
    }
  }

  /// Ends a plan.
  record Remove(String id) implements SchedulePayload {
    @Override
    public JsonNode toJson() {
      return JsonNodeFactory.instance.objectNode().put("remove", id);
    }
  }

  static SchedulePayload parse(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    if (fields.has("remove")) {
      Remove remove = new Remove(fields.requiredName("remove", MAX_WORDS));
      fields.end();
      if (!ID.matcher(remove.id()).matches()) {
        throw SCHEMA.invalid("\"remove\" must match " + ID.pattern());
      }
      return remove;
    }
    Plan plan = new Plan(fields.text("prompt", MAX_PROMPT_BYTES).filter(text -> !text.isBlank())
        .orElseThrow(() -> SCHEMA.invalid("\"prompt\" is missing")),
        fields.name("run_at", MAX_WORDS).map(SchedulePayload::instant),
        fields.name("recurrence", MAX_WORDS).map(SchedulePayload::recurrence), fields.object("answer").map(place -> {
          PlaceName read = PlaceName.read(place, SCHEMA);
          place.end();
          return read;
        }));
    fields.end();
    if (plan.runAt().isEmpty() && plan.recurrence().isEmpty()) {
      throw SCHEMA.invalid("neither \"run_at\" nor \"recurrence\" says when");
    }
    return plan;
  }

  private static String instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toString();
    } catch (DateTimeException e) {
      throw SCHEMA.invalid("\"run_at\" is no RFC 3339 time with an offset");
    }
  }

  private static String recurrence(String text) {
    if (!CronFields.isOne(text)) {
      throw SCHEMA.invalid("\"recurrence\" is none of hourly, daily, weekly and five cron fields (minute, hour, day, "
          + "month, weekday) of numbers, ranges, steps and lists");
    }
    return text;
  }
}
