package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.api.ChatSendBody;
import dev.ironclaw.contract.api.ChatSendResult;
import dev.ironclaw.contract.api.MessagesView;
import dev.ironclaw.controlplane.attachment.WorkspaceInbox;
import dev.ironclaw.controlplane.queue.SessionQueue;
import dev.ironclaw.controlplane.queue.TranscriptRow;
import dev.ironclaw.controlplane.registry.Session;
import dev.ironclaw.controlplane.registry.Wiring.SessionMode;
import dev.ironclaw.controlplane.router.Router;
import dev.ironclaw.controlplane.router.RoutingOutcome;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
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
        body.text(), body.attachments().orElse(List.of()).stream().map(WorkspaceInbox::file).toList());
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
    ctx.json(session.map(found -> {
      MessagePage page = new MessagePage(found.id(), limit, all, parts.attachments()::of);
      return back ? newest(page, before) : onwards(page, after);
    }).orElseGet(() -> new MessagesView(Optional.empty(), List.of(), Optional.of(false))));
  }

  /// The newest, or the newest before a message, oldest of them first.
  private MessagesView newest(MessagePage page, Optional<MessageId> before) {
    SessionQueue queue = parts.queues().of(page.session());
    Optional<Instant> start = before.map(id -> queue.transcriptTime(id).orElseThrow(
        () -> new IronclawException(ErrorCode.NOT_FOUND, "there is no message " + id + " in this conversation")));
    page.fill(last -> queue.transcriptBefore(last.map(TranscriptRow::timestamp).or(() -> start), page.atOnce()));
    return page.view(true);
  }

  /// Reads on until the page is full: a person who wrote more than a page would otherwise hide every answer.
  private MessagesView onwards(MessagePage page, Optional<MessageId> after) {
    SessionQueue queue = parts.queues().of(page.session());
    page.fill(last -> queue.transcript(last.map(TranscriptRow::id).or(() -> after), page.atOnce()));
    return page.view(false);
  }

  private Optional<Session> conversation(AgentGroupId agent) {
    return parts.registry().messagingGroup(Router.WEBCHAT, agent.value(), INSTANCE)
        .flatMap(place -> parts.registry().findSession(agent, place.id(), Optional.empty(), SessionMode.SHARED));
  }

  private String freshId() {
    byte[] bytes = new byte[16];
    parts.random().nextBytes(bytes);
    return "msg_" + HexFormat.of().formatHex(bytes);
  }
}
