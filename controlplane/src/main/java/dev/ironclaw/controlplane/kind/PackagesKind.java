package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What is installed in the images of an agent's jobs. A box itself has no shell and gets nothing of it.
record PackagesKind() implements Kind<PackagesPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.PACKAGES;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.RED);
  }

  @Override
  public PackagesPayload parse(JsonNode after, Basis base) {
    return PackagesPayload.parse(after);
  }

  @Override
  public Optional<String> objection(PackagesPayload payload, Basis base) {
    return payload.lines().isEmpty() ? Optional.of("no packages are installed: nothing to change") : Optional.empty();
  }

  @Override
  public CardParts card(PackagesPayload payload, Basis base) {
    List<String> lines = payload.lines();
    return new CardParts("Install packages in the job images of " + VisibleText.line(base.requireAgent().name()),
        lines.isEmpty() ? Risk.GREEN : Risk.RED,
        lines.stream().map(line -> "run in its jobs what comes with " + line).toList(), List.of(),
        List.of(
            new ChangeCard.Difference("packages", "(none)", lines.isEmpty() ? "(none)" : String.join("\n", lines))));
  }

  @Override
  public JsonNode before(PackagesPayload payload, Basis base) {
    return new PackagesPayload(List.of(), List.of(), List.of()).toJson();
  }

  @Override
  public Optional<String> unavailable(PackagesPayload payload) {
    return Optional.of("jobs, whose images packages are installed in, come with a later version");
  }
}
