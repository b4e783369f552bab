package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.job.CommandPolicy;
import dev.ironclaw.controlplane.registry.CommandRight;
import dev.ironclaw.controlplane.registry.RegistryEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a caller of the API may run in containers: about no agent, and no agent may ask for it.
record CommandKind() implements Kind<CommandPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.COMMAND;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.RED);
  }

  @Override
  public boolean needsAgent() {
    return false;
  }

  @Override
  public boolean isForPeopleAlone() {
    return true;
  }

  @Override
  public CommandPayload parse(JsonNode after, Basis base) {
    return CommandPayload.parse(after);
  }

  private static CommandRight present(CommandPayload payload, Basis base) {
    String caller = payload.right().caller();
    return base.registry().reach().commands().getOrDefault(caller, CommandRight.none(caller));
  }

  @Override
  public Optional<String> objection(CommandPayload payload, Basis base) {
    if (base.agent().isPresent()) {
      return Optional.of("one-off commands are about no agent: leave the agent group out");
    }
    return present(payload, base).equals(payload.right())
        ? Optional.of("it is already as asked for: the change has no effect")
        : Optional.empty();
  }

  @Override
  public CardParts card(CommandPayload payload, Basis base) {
    CommandRight before = present(payload, base);
    CommandRight after = payload.right();
    String who = after.caller().equals("local")
        ? "whoever holds this machine's own token"
        : "whoever holds the token " + after.caller();
    return new CardParts((after.isNone() ? "Take one-off commands from " : "Let one-off commands be run by ") + who,
        after.isNone() ? Risk.GREEN : Risk.RED, gains(after),
        after.isNone() ? List.of("run no command any more") : List.of(),
        List.of(new ChangeCard.Difference("one-off commands", shown(before), shown(after))));
  }

  private static List<String> gains(CommandRight right) {
    List<String> gains = new ArrayList<>();
    String where = right.projects().contains(CommandRight.EVERY_PROJECT)
        ? "every project, the coming ones too"
        : "the projects " + String.join(", ", right.projects());
    right.policies().forEach(policy -> gains.add("run any command in a container, unasked, that "
        + does(policy) + " " + where));
    right.hosts().forEach(
        host -> gains.add("let its commands send anything that they read to " + HostPattern.of(host).meaning()));
    return gains;
  }

  private static String does(CommandPolicy policy) {
    return switch (policy) {
      case READ_ONLY -> "reads";
      case WORKSPACE_WRITE -> "reads, changes and deletes what is in";
      case FULL_ACCESS -> "for up to an hour and with all of these hosts open reads, changes and deletes what is in";
    };
  }

  private static String shown(CommandRight right) {
    if (right.isNone()) {
      return "(none)";
    }
    List<String> lines = new ArrayList<>();
    right.policies().forEach(policy -> lines.add("policy " + policy.wireName()));
    right.projects().forEach(project -> lines.add("project " + project));
    right.hosts().forEach(host -> lines.add("host " + host));
    return String.join("\n", lines);
  }

  @Override
  public JsonNode before(CommandPayload payload, Basis base) {
    return new CommandPayload(present(payload, base)).toJson();
  }

  @Override
  public List<RegistryEdit> edits(CommandPayload payload, Basis base) {
    return List.of(new RegistryEdit.PutCommandRight(payload.right()));
  }
}
