package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.MessageIn;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.gateway.ChangeRequests;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.queue.SessionQueues;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.Session;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// The tools with which an agent handles its own schedules. What gives it something is a change, which waits for a human;
/// what takes something away happens at once.
public final class TaskTools {
  private TaskTools() {}

  /// Where they are done.
  public record Host(Schedules schedules, Registry registry, SessionQueues queues,
      ChangeRequests gateway, Clock clock) {

    /// The place of a conversation that has none of its own: where it was asked now.
    Optional<MessageIn> askedElsewhere(HostToolCall call) {
      boolean hasPlace = registry.session(call.session()).flatMap(Session::messagingGroup).isPresent();
      return hasPlace ? Optional.empty() : queues.of(call.session()).inbound(call.origin());
    }
  }

  /// All of them.
  public static List<HostTool> of(Host host) {
    TaskRequests requests = new TaskRequests(host);
    OwnTasks own = new OwnTasks(host);
    return List.of(new Tool(ToolName.SCHEDULE_TASK, requests::schedule),
        new Tool(ToolName.UPDATE_TASK, requests::update),
        new Tool(ToolName.RESUME_TASK, requests::resume), new Tool(ToolName.LIST_TASKS, own::list),
        new Tool(ToolName.PAUSE_TASK, own::pause), new Tool(ToolName.CANCEL_TASK, own::cancel));
  }

  private record Tool(String name, Function<HostToolCall, HostToolAnswer> work) implements HostTool {
    @Override
    public CompletionStage<HostToolAnswer> call(HostToolCall call) {
      return CompletableFuture.completedFuture(work.apply(call));
    }
  }
}
