package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.box.ToolName;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.gateway.ChangeSubmission;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.registry.Session;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The actions that exist. Whatever is not in the list is refused: an agent cannot reach the gateway under a name that
/// nobody has written a card for.
public final class SystemActionHandler implements SystemActions {
  private static final int MAX_NAME = 64;
  /// A key that stands twice could mean one thing to the door and another here.
  private static final ObjectMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  private final ToolUses uses;
  private final CapabilityRequests gateway;

  public SystemActionHandler(ToolUses uses, CapabilityRequests gateway) {
    this.uses = uses;
    this.gateway = gateway;
  }

  /// The gateway's door, as much of it as an agent can reach.
  @FunctionalInterface
  public interface CapabilityRequests {
    Change submit(ChangeSubmission submission);
  }

  @Override
  public Outcome handle(Session session, OutboundRow row) {
    Optional<JsonNode> request = parse(row.message().content());
    if (request.isEmpty()) {
      return new Outcome.Refused("unreadable", ErrorCode.INVALID_REQUEST,
          "the request is not a JSON object {\"action\",\"payload\",\"reason\"}");
    }
    String action = request.get().path("action").asString("");
    return switch (action) {
      case ToolName.REQUEST_CAPABILITY_CHANGE -> requestChange(session, row, request.get());
      case "ack", "noop", "presence", "typing" -> new Outcome.Handled();
      default -> new Outcome.Refused(printable(action), ErrorCode.DENIED, "there is no such action");
    };
  }

  private Outcome requestChange(Session session, OutboundRow row, JsonNode request) {
    String action = ToolName.REQUEST_CAPABILITY_CHANGE;
    // The door has checked this right; it may be gone since.
    if (!uses.use(session, action, row.message().id())) {
      return new Outcome.Refused(action, ErrorCode.DENIED, "this agent may not ask for changes");
    }
    JsonNode payload = request.path("payload");
    JsonNode kind = payload.path("kind");
    if (!kind.isString() || !payload.has("payload")) {
      return new Outcome.Refused(action, ErrorCode.INVALID_REQUEST, "the payload must be {\"kind\",\"payload\"}");
    }
    Optional<String> reason = Optional.of(request.path("reason")).filter(JsonNode::isString).map(JsonNode::asString);
    ChangeId id = changeId(session, row);
    String asked = KindAliases.kind(kind.asString());
    try {
      gateway.submit(
          new ChangeSubmission(Optional.of(id), asked, Optional.of(session.agentGroup()),
              payload.get("payload"), reason, new Principal.Agent(session.id()),
              Optional.of(new Origin(session.id(), row.message().inReplyTo()))));
      return new Outcome.Handled();
    } catch (IronclawException e) {
      return switch (e.code().type()) {
        case USER, DENIED -> refused(asked, e);
        case RESOURCES -> {
          // That it asks too often is an answer for the agent; everything else here is a fault that may pass.
          if (e.code() == ErrorCode.RATE_LIMITED) {
            yield refused(asked, e);
          }
          throw e;
        }
        case INTERNAL, EXTERNAL -> throw e;
      };
    }
  }

  private static Outcome refused(String kind, IronclawException e) {
    return new Outcome.Refused(ToolName.REQUEST_CAPABILITY_CHANGE, Optional.of(kind), e.code(),
        String.valueOf(e.getMessage()));
  }

  /// The same row is the same change, however often it is replayed.
  private static ChangeId changeId(Session session, OutboundRow row) {
    return new ChangeId("chg_" + DerivedId.of("change", session.id(), row.message().id()));
  }

  private static Optional<JsonNode> parse(String content) {
    try {
      return Optional.of(JSON.readTree(content)).filter(JsonNode::isObject);
    } catch (JacksonException unreadable) {
      // silent-ok: the caller refuses it, with an audit entry
      return Optional.empty();
    }
  }

  private static String printable(String action) {
    String clean = action.replaceAll("[^A-Za-z0-9_.-]", "?");
    return clean.length() <= MAX_NAME ? clean : clean.substring(0, MAX_NAME);
  }
}
