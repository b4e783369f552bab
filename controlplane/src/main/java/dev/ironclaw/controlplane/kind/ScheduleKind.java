package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.SchedulePayload.Plan;
import dev.ironclaw.controlplane.kind.SchedulePayload.Put;
import dev.ironclaw.controlplane.kind.SchedulePayload.Remove;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Spec;
import dev.ironclaw.controlplane.registry.Schedule.Status;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What an agent does by itself at a time. It gives no right: when the time comes, the agent may do what it may do then.
record ScheduleKind() implements Kind<SchedulePayload> {
  private static final int MAX_OPEN = 50;
  private static final int MAX_KEPT = 200;

  @Override
  public ChangeKind name() {
    return ChangeKind.SCHEDULE;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.AMBER);
  }

  @Override
  public SchedulePayload parse(JsonNode after, Basis base) {
    return new ScheduleReader(base).read(after);
  }

  @Override
  public Optional<String> objection(SchedulePayload payload, Basis base) {
    return switch (payload) {
      case Put put -> objection(put, base);
      case Remove(ScheduleId id) -> current(id, base).isPresent()
          ? Optional.empty()
          : Optional.of("there is no schedule " + id + " of this agent: nothing to change");
    };
  }

  private static Optional<String> objection(Put put, Basis base) {
    Schedule wanted = schedule(put, base);
    Schedule other = base.registry().schedules().get(put.id());
    if (other != null && !other.agentGroup().equals(wanted.agentGroup())) {
      return Optional.of("the id " + put.id() + " is taken");
    }
    if (wanted.equals(other)) {
      return Optional.of("it is so already: the change has no effect");
    }
    List<Schedule> mine = base.registry().schedulesOf(wanted.agentGroup()).stream()
        .filter(schedule -> !schedule.id().equals(put.id())).toList();
    if (wanted.isOpen() && mine.stream().filter(Schedule::isOpen).count() >= MAX_OPEN) {
      return Optional.of("the agent has " + MAX_OPEN + " schedules, and more are not allowed; remove one first");
    }
    if (mine.size() >= MAX_KEPT) {
      return Optional.of("the agent has " + MAX_KEPT + " schedules, those that ended included; remove one first");
    }
    return wanted.status() == Status.ACTIVE ? objection(wanted, put.plan(), base) : Optional.empty();
  }

  private static Optional<String> objection(Schedule wanted, Plan plan, Basis base) {
    if (ScheduleWords.when(wanted.spec()).next(base.asking().at()).isEmpty()) {
      return Optional.of("no time of it is still to come: it would never run");
    }
    PlaceName answer = plan.answer();
    return base.registry().speaksAt(wanted.agentGroup(), answer.channelType(), answer.platformId(),
        answer.find(base).map(place -> place.id()))
            ? Optional.empty()
            : Optional.of("the agent may not write in " + answer.shown()
                + ": it needs a wiring there, or the destination, first");
  }

  @Override
  public CardParts card(SchedulePayload payload, Basis base) {
    String agent = VisibleText.line(base.requireAgent().name());
    return switch (payload) {
      case Put put -> card(put, agent, base);
      case Remove(ScheduleId id) -> new CardParts("End the schedule " + id + " of " + agent, Risk.GREEN, List.of(),
          List.of("act by itself as " + id + " says"),
          List.of(new ChangeCard.Difference("schedule " + id, lines(current(id, base)), "(none)")));
    };
  }

  private static CardParts card(Put put, String agent, Basis base) {
    Schedule wanted = schedule(put, base);
    Optional<Schedule> now = current(put.id(), base);
    Spec spec = wanted.spec();
    List<ChangeCard.Difference> differences = List.of(
        new ChangeCard.Difference("schedule " + put.id(), lines(now), lines(Optional.of(wanted))));
    if (wanted.status() != Status.ACTIVE) {
      return stopped(put, wanted, agent, now, differences, base);
    }
    String title = now.isEmpty()
        ? "Let " + agent + " act by itself"
        : now.get().status() == Status.ACTIVE
            ? "Change what " + agent + " does by itself"
            : "Let " + agent + " act by itself again";
    List<String> gains = new ArrayList<>();
    gains.add(act(spec) + "; with what it may do then, and nothing more");
    List<String> next = ScheduleWords.next(spec, put.plan().from().isEmpty(), base.asking().at());
    if (!next.isEmpty()) {
      gains.add((next.size() == 1 ? "run at " : "run next at ") + String.join("; ", next));
    }
    return new CardParts(title, risk(put.plan(), base), gains, List.of(), differences);
  }

  /// It does not run. What it is to do once it is let go on may be another thing than before.
  private static CardParts stopped(Put put, Schedule wanted, String agent, Optional<Schedule> now,
      List<ChangeCard.Difference> differences, Basis base) {
    boolean stops = now.filter(before -> before.status() == Status.ACTIVE).isPresent();
    boolean differs = now.filter(before -> before.spec().equals(wanted.spec())).isEmpty();
    String what = now.isEmpty()
        ? "Put back the stopped schedule "
        : differs
            ? stops ? "Stop and change the schedule " : "Change the stopped schedule "
            : stops ? "Stop the schedule " : "Leave stopped the schedule ";
    return new CardParts(what + put.id() + " of " + agent, differs ? risk(put.plan(), base) : Risk.GREEN,
        differs ? List.of(act(wanted.spec()) + ", once it is let go on") : List.of(),
        stops ? List.of("act by itself as " + put.id() + " says, until it is let go on") : List.of(), differences);
  }

  private static String act(Spec spec) {
    return "act unasked " + ScheduleWords.when(spec, ZoneId.of(spec.timezone())) + ", and answer in "
        + ScheduleWords.place(spec.target());
  }

  /// Design §7: the own chat green, else amber. Own is what nobody else brings along: the agent's chat in the app, and the
  /// place where it was asked for.
  private static Risk risk(Plan plan, Basis base) {
    boolean own = plan.answer().equals(new ScheduleReader(base).ownChat())
        || (base.asking().place().filter(plan.answer()::equals).isPresent()
            && (plan.thread().isEmpty() || plan.thread().equals(base.asking().thread())));
    return own ? Risk.GREEN : Risk.AMBER;
  }

  private static String lines(Optional<Schedule> schedule) {
    return schedule.map(one -> ScheduleWords.lines(one.status(), one.spec())).orElse("(none)");
  }

  private static Schedule schedule(Put put, Basis base) {
    return new Schedule(put.id(), base.requireAgent().id(), put.status(), put.plan().toSpec(base.asking().at()));
  }

  private static Optional<Schedule> current(ScheduleId id, Basis base) {
    return Optional.ofNullable(base.registry().schedules().get(id))
        .filter(schedule -> schedule.agentGroup().equals(base.requireAgent().id()));
  }

  @Override
  public JsonNode before(SchedulePayload payload, Basis base) {
    ScheduleId id = switch (payload) {
      case Put put -> put.id();
      case Remove remove -> remove.id();
    };
    return current(id, base).<SchedulePayload>map(now -> new Put(id, Plan.of(now.spec()), now.status()))
        .orElseGet(() -> new Remove(id)).toJson();
  }

  @Override
  public List<RegistryEdit> edits(SchedulePayload payload, Basis base) {
    return switch (payload) {
      case Put put -> List.of(new RegistryEdit.PutSchedule(schedule(put, base)));
      case Remove remove -> List.of(new RegistryEdit.RemoveSchedule(base.requireAgent().id(), remove.id()));
    };
  }
}
