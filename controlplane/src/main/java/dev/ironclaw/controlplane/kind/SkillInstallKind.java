package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which skills an agent has.
record SkillInstallKind() implements Kind<SkillInstallPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.SKILL_INSTALL;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.RED);
  }

  @Override
  public SkillInstallPayload parse(JsonNode after, Basis base) {
    return SkillInstallPayload.parse(after);
  }

  @Override
  public Optional<String> objection(SkillInstallPayload payload, Basis base) {
    return payload.version().isPresent()
        ? Optional.empty()
        : Optional.of("the agent has no skill " + payload.skill() + ": nothing to change");
  }

  @Override
  public CardParts card(SkillInstallPayload payload, Basis base) {
    String agent = VisibleText.line(base.requireAgent().name());
    String wanted = payload.version().map(version -> payload.skill() + " " + version).orElse("(none)");
    return new CardParts(payload.version().isPresent()
        ? "Install the skill " + wanted + " for " + agent
        : "Take the skill " + payload.skill() + " from " + agent,
        payload.version().isPresent() ? Risk.RED : Risk.GREEN,
        payload.version().map(_ -> List.of("follow the instructions and read the files of " + wanted))
            .orElse(List.of()),
        List.of(), List.of(new ChangeCard.Difference("skill " + payload.skill(), "(none)", wanted)));
  }

  @Override
  public JsonNode before(SkillInstallPayload payload, Basis base) {
    return new SkillInstallPayload(payload.skill(), Optional.empty()).toJson();
  }

  @Override
  public Optional<String> unavailable(SkillInstallPayload payload) {
    return Optional.of("the skill store, which checks and mounts skills, comes with a later version");
  }
}
