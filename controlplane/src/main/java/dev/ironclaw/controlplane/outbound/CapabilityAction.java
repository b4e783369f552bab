package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.gateway.ChangeRequests;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.outbound.SystemActions.Outcome;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Takes a request for a change to the gateway, as the agent's own.
public final class CapabilityAction implements HostAction {
  private final ChangeRequests gateway;

  public CapabilityAction(ChangeRequests gateway) {
    this.gateway = gateway;
  }

  @Override
  public String name() {
    return ToolName.REQUEST_CAPABILITY_CHANGE;
  }

  @Override
  public Outcome handle(Session session, OutboundRow row, JsonNode payload, Optional<String> reason) {
    JsonNode kind = payload.path("kind");
    if (!kind.isString() || !payload.has("payload")) {
      return new Outcome.Refused(name(), ErrorCode.INVALID_REQUEST, "the payload must be {\"kind\",\"payload\"}");
    }
    return submit(name(), session, row, KindAliases.kind(kind.asString()), payload.get("payload"), reason);
  }

  /// @param action by which the agent asked
  Outcome submit(String action, Session session, OutboundRow row, String kind, JsonNode after,
      Optional<String> reason) {
    try {
      gateway.submit(new ChangeSubmission(Optional.of(changeId(session, row)), kind, Optional.of(session.agentGroup()),
          after, reason, new Principal.Agent(session.id()),
          Optional.of(new Origin(session.id(), row.message().inReplyTo()))));
      return new Outcome.Handled();
    } catch (IronclawException e) {
      return switch (e.code().type()) {
        case USER, DENIED -> refused(action, kind, e);
        case RESOURCES -> {
          // That it asks too often is an answer for the agent; everything else here is a fault that may pass.
          if (e.code() == ErrorCode.RATE_LIMITED) {
            yield refused(action, kind, e);
          }
          throw e;
        }
        case INTERNAL, EXTERNAL -> throw e;
      };
    }
  }

  private static Outcome refused(String action, String kind, IronclawException e) {
    return new Outcome.Refused(action, Optional.of(kind), e.code(), String.valueOf(e.getMessage()));
  }

  /// The same row is the same change, however often it is replayed.
  private static ChangeId changeId(Session session, OutboundRow row) {
    return new ChangeId("chg_" + DerivedId.of("change", session.id(), row.message().id()));
  }
}
