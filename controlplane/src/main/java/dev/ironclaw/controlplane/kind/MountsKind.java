package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which folders of the host an agent sees, and which it may write to.
record MountsKind() implements Kind<MountsPayload> {
  @Override
  public ChangeKind name() {
    return ChangeKind.MOUNTS;
  }

  @Override
  public Set<Risk> risks() {
    return Set.of(Risk.GREEN, Risk.RED);
  }

  @Override
  public MountsPayload parse(JsonNode after, Basis base) {
    return MountsPayload.parse(after, base.requireAgent());
  }

  @Override
  public Optional<String> objection(MountsPayload payload, Basis base) {
    return payload.mounts().equals(base.requireAgent().mounts())
        ? Optional.of("the mounts are already as asked for: the change has no effect")
        : MountRules.objection(payload.mounts(), base.requireAgent().mounts(), base.requireAgent().id(), base);
  }

  @Override
  public CardParts card(MountsPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    List<String> gains = new ArrayList<>();
    List<String> loses = new ArrayList<>();
    payload.mounts().stream().filter(mount -> !mount.isCovered(agent.mounts()))
        .map(mount -> sentence(mount) + sharing(mount, agent.id(), base)).forEach(gains::add);
    agent.mounts().stream().filter(mount -> !mount.isCovered(payload.mounts())).map(MountsKind::sentence)
        .forEach(loses::add);
    return new CardParts("Change which folders of this machine " + VisibleText.line(agent.name()) + " sees",
        gains.isEmpty() ? Risk.GREEN : Risk.RED, gains, loses,
        List.of(new ChangeCard.Difference("mounts", list(agent.mounts()), list(payload.mounts()))));
  }

  /// Who else has it, where one of them can leave words for the other there.
  static String sharing(Mount mount, AgentGroupId self, Basis base) {
    List<String> others = base.registry().agentGroups().values().stream().filter(other -> !other.id().equals(self))
        .flatMap(other -> other.mounts().stream().filter(theirs -> theirs.source().equals(mount.source()))
            .map(theirs -> VisibleText.line(other.name()) + (theirs.writable() ? " writes" : " reads") + " there too"))
        .sorted().toList();
    return others.isEmpty() ? "" : "; " + String.join(", ", others);
  }

  static String sentence(Mount mount) {
    return (mount.writable() ? "read, write and delete everything in " : "read everything in ")
        + VisibleText.line(mount.source()) + ", as " + BoxApi.MOUNTS + "/" + mount.name();
  }

  static String list(List<Mount> mounts) {
    return mounts.isEmpty()
        ? "(none)"
        : String.join("\n", mounts.stream().map(mount -> mount.name() + ": " + VisibleText.line(mount.source())
            + (mount.writable() ? " (writable)" : " (read-only)")).toList());
  }

  @Override
  public JsonNode before(MountsPayload payload, Basis base) {
    return new MountsPayload(base.requireAgent().mounts()).toJson();
  }

  @Override
  public AgentGroup agent(MountsPayload payload, AgentGroup current) {
    return current.withMounts(payload.mounts());
  }
}
