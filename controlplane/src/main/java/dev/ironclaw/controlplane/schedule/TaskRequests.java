package dev.ironclaw.controlplane.schedule;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.outbound.DerivedId;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns what an agent asks of a schedule into a change, which the gateway judges like any other.
final class TaskRequests {
  /// What a tool offers; the kind's other fields are for those who have the change itself before them.
  private static final Set<String> FIELDS = Set.of("prompt", "run_at", "recurrence", "timezone", "until");
  private static final Set<String> BESIDE = Set.of("task_id", "reason");

  private final TaskTools.Host host;

  TaskRequests(TaskTools.Host host) {
    this.host = host;
  }

  HostToolAnswer schedule(HostToolCall call) {
    ObjectNode plan = fields(call.input(), Set.of("reason"));
    host.askedElsewhere(call).ifPresent(row -> {
      plan.putObject("answer").put("channelType", row.channelType()).put("platformId", row.platformId());
      row.threadId().ifPresent(thread -> plan.put("thread", thread));
    });
    return submit(call, plan);
  }

  HostToolAnswer update(HostToolCall call) {
    ObjectNode change = JsonNodeFactory.instance.objectNode().put("id", taskId(call.input()));
    change.set("update", fields(call.input(), BESIDE));
    return submit(call, change);
  }

  HostToolAnswer resume(HostToolCall call) {
    return submit(call, JsonNodeFactory.instance.objectNode().put("id", taskId(call.input())).put("resume", true));
  }

  static String taskId(JsonNode input) {
    JsonNode id = input.path("task_id");
    if (!id.isString()) {
      throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
          "\"task_id\" must be the id of a task; list_tasks has them");
    }
    return id.asString();
  }

  private static ObjectNode fields(JsonNode input, Set<String> beside) {
    ObjectNode taken = JsonNodeFactory.instance.objectNode();
    input.properties().forEach(field -> {
      if (FIELDS.contains(field.getKey())) {
        taken.set(field.getKey(), field.getValue());
      } else if (!beside.contains(field.getKey())) {
        throw new IronclawException(ErrorCode.INVALID_PAYLOAD,
            "there is no such parameter as one of those given; there are: " + String.join(", ", FIELDS.stream().sorted()
                .toList()));
      }
    });
    return taken;
  }

  private HostToolAnswer submit(HostToolCall call, ObjectNode after) {
    Optional<String> reason = Optional.of(call.input().path("reason")).filter(JsonNode::isString)
        .map(JsonNode::asString);
    Change change = host.gateway()
        .submit(new ChangeSubmission(Optional.of(changeId(call)), ChangeKind.SCHEDULE.wireName(),
            Optional.of(call.agentGroup()), after, reason, new Principal.Agent(call.session()),
            Optional.of(new Origin(call.session(), Optional.of(call.origin())))));
    String id = change.after().path("id").asString("");
    return switch (change.state()) {
      case PENDING ->
        HostToolAnswer.done(id + " waits for approval as " + change.id() + ": a human decides, and you are told."
            + " It would " + String.join("; ", change.card().gains()));
      case APPROVED, APPLIED ->
        HostToolAnswer.done(id + " is set: it will " + String.join("; ", change.card().gains()));
      case REJECTED -> HostToolAnswer.refused("rejected: " + change.decision().flatMap(Change.DecisionRecord::reason)
          .orElse("no reason was given"));
      case FAILED, EXPIRED -> HostToolAnswer.refused(change.state().wireName() + ": "
          + change.error().orElse("ask again"));
    };
  }

  /// The same call is the same change, however often it comes.
  private static ChangeId changeId(HostToolCall call) {
    return new ChangeId("chg_" + DerivedId.of("task", call.session(), call.id()));
  }
}
