package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.event.EventHub;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.List;
import java.util.Map;

/// Puts what happens to changes on the event stream.
final class ChangeEvents {
  private final EventHub hub;

  ChangeEvents(EventHub hub) {
    this.hub = hub;
  }

  void pending(Change change) {
    hub.publish("change.pending",
        Map.of("id", change.id().value(), "kind", change.kind().wireName(), "agentGroupId",
            change.agentGroup().map(AgentGroupId::value).orElse(""),
            "title", change.card().title(), "risk", change.card().risk().name().toLowerCase(Locale.ROOT), "requestedBy",
            change.card().requestedBy()),
        true);
  }

  /// One of two people has approved it.
  void approvedOnce(Change change, List<String> by) {
    hub.publish("change.approval", Map.of("id", change.id().value(), "approvedBy", by), true);
  }

  void decided(Change change) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", change.id().value());
    data.put("state", change.state().wireName());
    change.decision().ifPresent(decision -> {
      data.put("decidedBy", decision.decidedBy());
      decision.reason().ifPresent(reason -> data.put("reason", reason));
    });
    hub.publish("change.decided", data, true);
  }

  /// Applied or failed.
  void settled(Change change) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", change.id().value());
    data.put("kind", change.kind().wireName());
    data.put("agentGroupId", change.agentGroup().map(AgentGroupId::value).orElse(""));
    change.error().ifPresent(error -> data.put("error", error));
    hub.publish("change." + change.state().wireName(), data, true);
  }
}
