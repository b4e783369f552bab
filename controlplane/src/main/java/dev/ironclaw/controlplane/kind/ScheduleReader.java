package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.controlplane.kind.SchedulePayload.Plan;
import dev.ironclaw.controlplane.kind.SchedulePayload.Put;
import dev.ironclaw.controlplane.kind.SchedulePayload.Remove;
import dev.ironclaw.controlplane.recurrence.Recurrence;
import dev.ironclaw.controlplane.registry.RegistrySnapshot;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Missed;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Reads what is asked of a schedule, in any of its forms, as the whole of what it is to be.
final class ScheduleReader {
  private static final String FIELDS = "\"prompt\": text, \"run_at\"?: RFC 3339 with offset, \"recurrence\"?: "
      + Recurrence.FORM + "; \"timezone\"?: IANA name, \"until\"?: RFC 3339 with offset, \"times\"?: number,"
      + " \"jitter\"?: seconds up to " + SchedulePayload.MAX_JITTER_SECONDS + ", \"missed\"?: skip|once, \"answer\"?:"
      + " {\"channelType\", \"platformId\", \"instance\"?}, \"thread\"?: text, \"from\"?: RFC 3339 with offset";
  static final Fields.Schema SCHEMA = new Fields.Schema(ChangeKind.SCHEDULE, "{" + FIELDS
      + "}, at least one of run_at and"
      + " recurrence; {\"id\": sched_…, \"update\": {some of these}}; {\"id\": sched_…, \"pause\": true} or \"resume\";"
      + " {\"id\": sched_…, \"plan\": {all of these}, \"status\"?: active|paused|cancelled|over}; {\"remove\": sched_…}");

  private final Basis base;

  ScheduleReader(Basis base) {
    this.base = base;
  }

  SchedulePayload read(JsonNode after) {
    Fields fields = SCHEMA.object(after);
    if (fields.has("remove")) {
      Remove remove = new Remove(id(fields, "remove"));
      fields.end();
      return remove;
    }
    if (!fields.has("id")) {
      Plan plan = plan(fields, Optional.empty());
      fields.end();
      return new Put(idOf(plan), plan, Status.ACTIVE);
    }
    Put put = put(fields, id(fields, "id"));
    fields.end();
    return put;
  }

  private Put put(Fields fields, ScheduleId id) {
    Optional<Fields> whole = fields.object("plan");
    if (whole.isPresent()) {
      Plan plan = plan(whole.get(), Optional.empty());
      whole.get().end();
      return new Put(id, plan, fields.oneOf("status", Status.values(), Status::wireName).orElse(Status.ACTIVE));
    }
    Schedule now = Optional.ofNullable(base.registry().schedules().get(id))
        .filter(schedule -> schedule.agentGroup().equals(base.requireAgent().id()))
        .orElseThrow(() -> SCHEMA.invalid("there is no schedule " + id + " of this agent"));
    Plan plan = Plan.of(now.spec());
    Optional<Fields> update = fields.object("update");
    if (update.isPresent()) {
      if (update.get().names().isEmpty()) {
        throw SCHEMA.invalid("\"update\" changes nothing");
      }
      Plan updated = plan(update.get(), Optional.of(plan));
      update.get().end();
      return new Put(id, updated, now.isOpen() ? now.status() : Status.ACTIVE);
    }
    if (fields.flag("pause").orElse(false)) {
      return new Put(id, plan, Status.PAUSED);
    }
    if (fields.flag("resume").orElse(false)) {
      return new Put(id, plan, Status.ACTIVE);
    }
    throw SCHEMA.invalid("none of \"update\", \"pause\", \"resume\" and \"plan\" says what is to become of it");
  }

  /// @param now what holds where a field is missing
  private Plan plan(Fields fields, Optional<Plan> now) {
    String prompt = fields.text("prompt", SchedulePayload.MAX_PROMPT_BYTES).or(() -> now.map(Plan::prompt))
        .filter(text -> !text.isBlank()).orElseThrow(() -> SCHEMA.invalid("\"prompt\" is missing or blank"));
    boolean times = fields.has("run_at") || fields.has("recurrence");
    Optional<Instant> runAt = time(fields, "run_at").or(() -> times ? Optional.empty() : now.flatMap(Plan::runAt));
    Optional<String> recurrence = fields.name("recurrence", SchedulePayload.MAX_WORDS).map(ScheduleReader::rule)
        .or(() -> times ? Optional.empty() : now.flatMap(Plan::recurrence));
    if (runAt.isEmpty() && recurrence.isEmpty()) {
      throw SCHEMA.invalid("neither \"run_at\" nor \"recurrence\" says when");
    }
    // Other times are counted anew.
    Optional<Instant> from = time(fields, "from").or(() -> times ? Optional.empty() : now.flatMap(Plan::from));
    String timezone = fields.name("timezone", SchedulePayload.MAX_WORDS).map(ScheduleReader::zone)
        .or(() -> now.map(Plan::timezone)).orElseGet(() -> hostZone(base.asking().zone()));
    Optional<Instant> until = time(fields, "until").or(() -> now.flatMap(Plan::until));
    Optional<Integer> most = fields.number("times", 1, SchedulePayload.MAX_TIMES).map(Long::intValue)
        .or(() -> now.flatMap(Plan::times));
    int jitter = fields.number("jitter", 0, SchedulePayload.MAX_JITTER_SECONDS).map(Long::intValue)
        .or(() -> now.map(Plan::jitter)).orElse(0);
    Missed missed = fields.oneOf("missed", Missed.values(), Missed::wireName).or(() -> now.map(Plan::missed))
        .orElse(recurrence.isEmpty() ? Missed.ONCE : Missed.SKIP);
    Optional<PlaceName> asked = fields.object("answer").map(place -> {
      PlaceName read = PlaceName.read(place, SCHEMA);
      place.end();
      return read;
    });
    Optional<String> thread = fields.identifier("thread", PlaceName.MAX_BYTES)
        .or(() -> asked.isPresent() ? Optional.empty() : now.isPresent() ? now.get().thread() : base.asking().thread());
    PlaceName answer = asked.or(() -> now.map(Plan::answer)).or(() -> base.asking().place()).orElseGet(this::ownChat);
    return new Plan(prompt, runAt, recurrence, from, timezone, until, most, jitter, missed, answer, thread);
  }

  PlaceName ownChat() {
    return new PlaceName(RegistrySnapshot.OWN_CHAT, base.requireAgent().id().value(), "");
  }

  /// Made of all of it, so that asking twice is asking once.
  private ScheduleId idOf(Plan plan) {
    return new ScheduleId("sched_" + CanonicalJson.digest(
        plan.toJson().put("agent", base.requireAgent().id().value())).substring(0, 16));
  }

  private static ScheduleId id(Fields fields, String name) {
    String text = fields.requiredName(name, SchedulePayload.MAX_WORDS);
    try {
      return new ScheduleId(text);
    } catch (IronclawException notAnId) {
      throw SCHEMA.invalid("\"" + name + "\" is " + notAnId.getMessage());
    }
  }

  private static Optional<Instant> time(Fields fields, String name) {
    return fields.name(name, SchedulePayload.MAX_WORDS).map(text -> {
      try {
        Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.SECONDS);
        if (time.isBefore(Instant.EPOCH) || time.getEpochSecond() > 253_402_300_799L) {
          throw SCHEMA.invalid("\"" + name + "\" must lie between the years 1970 and 9999");
        }
        return time;
      } catch (DateTimeException e) {
        throw SCHEMA.invalid("\"" + name + "\" is no RFC 3339 time with an offset, such as 2026-12-01T09:00:00+01:00");
      }
    });
  }

  private static String rule(String text) {
    return Recurrence.parse(text).map(_ -> text)
        .orElseThrow(() -> SCHEMA.invalid("\"recurrence\" is no rule"));
  }

  /// A host whose zone is an offset has none that people know.
  private static String hostZone(ZoneId zone) {
    return ZoneId.getAvailableZoneIds().contains(zone.getId()) ? zone.getId() : "UTC";
  }

  /// Names of places alone: an offset knows nothing of summer.
  private static String zone(String text) {
    if (!text.equals("UTC") && !ZoneId.getAvailableZoneIds().contains(text)) {
      throw SCHEMA.invalid("\"timezone\" is no name of the IANA list, such as Europe/Berlin");
    }
    return text;
  }
}
