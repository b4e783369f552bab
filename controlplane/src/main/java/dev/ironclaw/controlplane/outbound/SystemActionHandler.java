package dev.ironclaw.controlplane.outbound;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.controlplane.grant.ToolUses;
import dev.ironclaw.controlplane.queue.OutboundRow;
import dev.ironclaw.controlplane.registry.Session;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The actions that exist. Whatever is not in the list is refused: an agent cannot reach the gateway under a name that
/// nobody has written a card for.
public final class SystemActionHandler implements SystemActions {
  private static final int MAX_NAME = 64;
  private static final Set<String> SIGNS_OF_LIFE = Set.of("ack", "noop", "presence", "typing");
  /// A key that stands twice could mean one thing to the door and another here.
  private static final ObjectMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  private final ToolUses uses;
  private final Map<String, HostAction> actions;

  public SystemActionHandler(ToolUses uses, List<HostAction> actions) {
    this.uses = uses;
    this.actions = actions.stream().collect(Collectors.toUnmodifiableMap(HostAction::name, Function.identity()));
  }

  @Override
  public Outcome handle(Session session, OutboundRow row) {
    Optional<JsonNode> request = parse(row.message().content());
    if (request.isEmpty()) {
      return new Outcome.Refused("unreadable", ErrorCode.INVALID_REQUEST,
          "the request is not a JSON object {\"action\",\"payload\",\"reason\"}");
    }
    String name = request.get().path("action").asString("");
    if (SIGNS_OF_LIFE.contains(name)) {
      return new Outcome.Handled();
    }
    HostAction action = actions.get(name);
    if (action == null) {
      return new Outcome.Refused(printable(name), ErrorCode.DENIED, "there is no such action");
    }
    // The door has checked this right; it may be gone since.
    if (!uses.use(session.agentGroup(), session.id(), name, row.message().id())) {
      return new Outcome.Refused(name, ErrorCode.DENIED, name + " is not granted to this agent now");
    }
    Optional<String> reason = Optional.of(request.get().path("reason")).filter(JsonNode::isString)
        .map(JsonNode::asString);
    return action.handle(session, row, request.get().path("payload"), reason);
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
