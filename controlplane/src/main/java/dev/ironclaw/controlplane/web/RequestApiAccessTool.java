package dev.ironclaw.controlplane.web;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeRequests;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.hosttool.HostToolAnswer;
import dev.ironclaw.controlplane.hosttool.HostToolCall;
import dev.ironclaw.controlplane.outbound.DerivedId;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Asks a human for hosts: one change for all of them, so one card.
public final class RequestApiAccessTool implements HostTool {
  private final ChangeRequests gateway;

  public RequestApiAccessTool(ChangeRequests gateway) {
    this.gateway = gateway;
  }

  @Override
  public String name() {
    return ToolName.REQUEST_API_ACCESS;
  }

  @Override
  public CompletionStage<HostToolAnswer> call(HostToolCall call) {
    ToolInput input = new ToolInput(call.input());
    List<String> hosts = input.list("hosts", 20, 1_024);
    String reason = input.required("reason", 2_000);
    input.end();
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    hosts.forEach(payload.putArray("egress")::add);
    Change change = gateway.submit(
        new ChangeSubmission(Optional.of(new ChangeId("chg_" + DerivedId.of("api-access", call.session(), call.id()))),
            ChangeKind.WIRING.wireName(), Optional.of(call.agentGroup()), payload, Optional.of(reason),
            new Principal.Agent(call.session()), Optional.of(new Origin(call.session(), Optional.of(call.origin())))));
    return CompletableFuture.completedFuture(HostToolAnswer.done("Asked as " + change.id()
        + ". A human decides. Nothing has changed yet; a notice will tell you whether it was applied or denied."));
  }
}
