package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.channel.ChannelRegistry;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Destination;
import dev.ironclaw.controlplane.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Tells an agent where it may write: its own conversation and what a human granted to it, nothing else.
public final class DestinationsTool implements HostTool {
  private final Registry registry;
  private final SessionQueues queues;
  private final ChannelRegistry channels;
  private final Origins origins;

  public DestinationsTool(Registry registry, SessionQueues queues, ChannelRegistry channels) {
    this.registry = registry;
    this.queues = queues;
    this.channels = channels;
    this.origins = new Origins(registry);
  }

  @Override
  public String name() {
    return ToolName.LIST_DESTINATIONS;
  }

  @Override
  public CompletionStage<HostToolAnswer> call(HostToolCall call) {
    Optional<Place> home = origins.of(call, queues);
    List<String> lines = new ArrayList<>();
    home.ifPresent(place -> lines.add(place.destination() + ": this conversation; send_message without \"to\""));
    granted(call.agentGroup()).stream()
        .filter(place -> home.filter(own -> own.destination().equals(written(place))).isEmpty())
        .forEach(place -> lines.add(written(place) + ": " + how(place)));
    return CompletableFuture.completedStage(HostToolAnswer.done(lines.isEmpty()
        ? "You may write to no place but in reply."
        : String.join("\n", lines)));
  }

  private List<Destination> granted(AgentGroupId agent) {
    return registry.snapshot().destinations().stream().filter(place -> place.agentGroup().equals(agent))
        .sorted(Comparator.comparing(DestinationsTool::written)).toList();
  }

  private static String written(Destination place) {
    return place.channelType() + "/" + place.platformId();
  }

  private String how(Destination place) {
    if (place.channelType().equals(BoxApi.AGENT_CHANNEL)) {
      return registry.agentGroups().stream().filter(agent -> agent.id().value().equals(place.platformId())).findFirst()
          .map(AgentGroup::name).map(VisibleText::line).map(name -> "the agent " + name + "; message_agent")
          .orElse("an agent that does not exist any more");
    }
    return channels.find(place.channelType()).isPresent()
        ? "send_message with this as \"to\""
        : "granted, but no such channel is set up here";
  }
}
