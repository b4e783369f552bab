package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.MessageView;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.TranscriptRow;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.router.Router;
import dev.ironclaw.controlplane.router.RoutingOutcome;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The app's own chat: write to one agent, read what it said. Reading is a cursor: it takes nothing away, so any number
/// of faces see the same conversation.
final class ChatRoutes implements Routes {
  private static final String INSTANCE = "";
  /// How the router names the row of a message.
  private static final String ROW_PREFIX = "in_";
  private static final int PAGE = 200;
  private static final int MOST = 1_000;

  private final ApiParts parts;
  private final ApiJson json;

  ChatRoutes(ApiParts parts, ApiJson json) {
    this.parts = parts;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/ui/chat/send", this::send, ApiRole.CHAT);
    routes.get("/v1/ui/chat/{agentId}/messages", this::messages, ApiRole.READ);
  }

  private void send(Context ctx) {
    ChatSendBody body = json.read(ctx, ChatSendBody.class);
    MessageId id = new MessageId(body.id().orElseGet(this::freshId));
    RoutingOutcome outcome = parts.router().chat(new AgentGroupId(body.agentGroupId()), id, ApiGate.operator(ctx),
        body.text());
    ctx.status(202).json(new ChatSendResult(outcome.session().map(SessionId::value), ROW_PREFIX + id.value(),
        outcome.engaged(), List.of(new ChatSendResult.OutcomeView(outcome.agentGroup().value(),
            outcome.session().map(SessionId::value), outcome.engaged(), outcome.reason()))));
  }

  private void messages(Context ctx) {
    AgentGroupId agent = new AgentGroupId(ctx.pathParam("agentId"));
    if (parts.registry().agentGroup(agent).isEmpty()) {
      throw new IronclawException(ErrorCode.NOT_FOUND, "there is no agent " + agent);
    }
    Optional<MessageId> after = Query.text(ctx, "after").map(MessageId::new);
    int limit = Query.limit(ctx, PAGE, MOST);
    boolean all = Query.text(ctx, "include").filter("all"::equals).isPresent();
    Optional<MessageId> before = Query.text(ctx, "before").map(MessageId::new);
    boolean back = before.isPresent() || Query.flag(ctx, "newest");
    if (back && after.isPresent()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "read a conversation: give after, or before or newest, not both");
    }
    Optional<Session> session = conversation(agent);
    ctx.json(new MessagesView(session.map(s -> s.id().value()), session
        .map(s -> back ? newest(s.id(), before, limit, all) : page(s.id(), after, limit, all)).orElse(List.of())));
  }

  /// The newest, or the newest before a message, oldest of them first.
  private List<MessageView> newest(SessionId session, Optional<MessageId> before, int limit, boolean all) {
    SessionQueue queue = parts.queues().of(session);
    List<MessageView> page = new ArrayList<>();
    Optional<Instant> time = before.map(id -> queue.transcriptTime(id).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "there is no message " + id + " in this conversation")));
    while (page.size() < limit) {
      List<TranscriptRow> rows = queue.transcriptBefore(time, limit);
      rows.stream().filter(row -> all || row.fromAgent()).limit(limit - page.size())
          .forEach(row -> page.add(view(session, row)));
      if (rows.size() < limit) {
        break;
      }
      time = Optional.of(rows.getLast().timestamp());
    }
    return page.reversed();
  }

  /// Reads on until the page is full: a person who wrote more than a page would otherwise hide every answer.
  private List<MessageView> page(SessionId session, Optional<MessageId> after, int limit, boolean all) {
    SessionQueue queue = parts.queues().of(session);
    List<MessageView> page = new ArrayList<>();
    Optional<MessageId> cursor = after;
    while (page.size() < limit) {
      List<TranscriptRow> rows = queue.transcript(cursor, limit);
      rows.stream().filter(row -> all || row.fromAgent()).limit(limit - page.size())
          .forEach(row -> page.add(view(session, row)));
      if (rows.size() < limit) {
        break;
      }
      cursor = Optional.of(rows.getLast().id());
    }
    return page;
  }

  private Optional<Session> conversation(AgentGroupId agent) {
    return parts.registry().messagingGroup(Router.WEBCHAT, agent.value(), INSTANCE)
        .flatMap(place -> parts.registry().findSession(agent, place.id(), Optional.empty(), SessionMode.SHARED));
  }

  private static MessageView view(SessionId session, TranscriptRow row) {
    return new MessageView(row.id().value(), session.value(), row.threadId(), row.content(),
        row.timestamp().toString(), row.fromAgent() ? "agent" : "user", row.inReplyTo().map(MessageId::value));
  }

  private String freshId() {
    byte[] bytes = new byte[16];
    parts.random().nextBytes(bytes);
    return "msg_" + HexFormat.of().formatHex(bytes);
  }
}
