package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.SchedulePayload.Plan;
import dev.ironclaw.controlplane.kind.SchedulePayload.Remove;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What an agent does by itself at a time.
record ScheduleKind() implements Kind<SchedulePayload> {
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
    return SchedulePayload.parse(after);
  }

  @Override
  public Optional<String> objection(SchedulePayload payload, Basis base) {
    return switch (payload) {
      case Plan _ -> Optional.empty();
      case Remove(String id) -> Optional.of("there is no plan " + id + ": nothing to change");
    };
  }

  @Override
  public CardParts card(SchedulePayload payload, Basis base) {
    String agent = VisibleText.line(base.requireAgent().name());
    return switch (payload) {
      case Plan plan -> {
        String when = String.join(", then ", List.of(plan.runAt().map(time -> "at " + time), plan.recurrence())
            .stream().flatMap(Optional::stream).toList());
        String where = plan.answer().map(PlaceName::shown).orElse("the chat that asked");
        yield new CardParts("Let " + agent + " act by itself", plan.answer().isPresent() ? Risk.AMBER : Risk.GREEN,
            List.of("act unasked " + when + ", and answer in " + where), List.of(),
            List.of(new ChangeCard.Difference("plan " + plan.id(), "(none)", "when: " + when + "\nanswers in: " + where
                + "\nprompt: " + VisibleText.text(plan.prompt()))));
      }
      case Remove(String id) -> new CardParts("End the plan " + id + " of " + agent, Risk.GREEN, List.of(),
          List.of("act by itself as " + id + " says"), List.of());
    };
  }

  @Override
  public JsonNode before(SchedulePayload payload, Basis base) {
    return switch (payload) {
      case Plan plan -> new Remove(plan.id()).toJson();
      case Remove remove -> remove.toJson();
    };
  }

  @Override
  public Optional<String> unavailable(SchedulePayload payload) {
    return Optional.of("the scheduler, which wakes agents at a time, comes with a later version");
  }
}
