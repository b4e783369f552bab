package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Which folders of the host an agent sees, and which it may write to.
record MountsKind() implements Kind<MountsPayload> {
  /// For every kind that could give one.
  static final String NO_MOUNTS = "boxes do not mount folders of this machine yet; an agent has its workspace";

  @Override
  public ChangeKind name() {
    return ChangeKind.MOUNTS;
  }

  @Override
  public MountsPayload parse(JsonNode after, Basis base) {
    return MountsPayload.parse(after, base.requireAgent());
  }

  @Override
  public Optional<String> objection(MountsPayload payload, Basis base) {
    return payload.mounts().equals(base.requireAgent().mounts())
        ? Optional.of("the mounts are already as asked for: the change has no effect")
        : MountRules.objection(payload.mounts(), base.host().mountBase());
  }

  @Override
  public Optional<String> unavailable(MountsPayload payload) {
    return Optional.of(NO_MOUNTS);
  }

  @Override
  public CardParts card(MountsPayload payload, Basis base) {
    AgentGroup agent = base.requireAgent();
    List<String> gains = new ArrayList<>();
    List<String> loses = new ArrayList<>();
    payload.mounts().stream().filter(mount -> !covers(agent.mounts(), mount)).map(MountsKind::sentence)
        .forEach(gains::add);
    agent.mounts().stream().filter(mount -> !covers(payload.mounts(), mount)).map(MountsKind::sentence)
        .forEach(loses::add);
    return new CardParts("Change which folders of this machine " + VisibleText.line(agent.name()) + " sees",
        gains.isEmpty() ? Risk.GREEN : Risk.RED, gains, loses,
        List.of(new ChangeCard.Difference("mounts", list(agent.mounts()), list(payload.mounts()))));
  }

  /// Whether the list gives at least what this mount gives.
  private static boolean covers(List<Mount> mounts, Mount mount) {
    return mounts.contains(mount)
        || (!mount.writable() && mounts.contains(new Mount(mount.name(), mount.source(), true)));
  }

  static String sentence(Mount mount) {
    return (mount.writable() ? "read, write and delete everything in " : "read everything in ")
        + VisibleText.line(mount.source()) + ", as " + mount.name();
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
