package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.InboxView;
import dev.ironclaw.controlplane.attachment.Attachments;
import dev.ironclaw.controlplane.attachment.WorkspaceInbox;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Files of people for an agent. The message that speaks of one names the path that is answered here.
final class InboxRoutes implements Routes {
  private final WorkspaceInbox inbox;

  InboxRoutes(WorkspaceInbox inbox) {
    this.inbox = inbox;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/agents/{id}/inbox", this::put, ApiRole.CHAT);
  }

  private void put(Context ctx) {
    AgentGroupId agent = new AgentGroupId(ctx.pathParam("id"));
    String name = Query.text(ctx, "name").orElseThrow(
        () -> new IronclawException(ErrorCode.INVALID_REQUEST, "send a file: ?name= is missing"));
    byte[] content = content(ctx);
    ctx.status(201).json(new InboxView(inbox.put(agent, name, content, ApiGate.operator(ctx)), content.length));
  }

  /// One byte more than is allowed tells that there is too much.
  private static byte[] content(Context ctx) {
    try {
      return ctx.bodyInputStream().readNBytes(Attachments.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
