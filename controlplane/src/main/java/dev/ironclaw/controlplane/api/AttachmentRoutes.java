package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.attachment.Attachment;
import dev.ironclaw.controlplane.attachment.Attachments;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Hands out the files of conversations: always as something to save, never as something that a browser would show or run.
final class AttachmentRoutes implements Routes {
  private final Attachments attachments;

  AttachmentRoutes(Attachments attachments) {
    this.attachments = attachments;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/sessions/{id}/attachments/{attachment}", this::content, ApiRole.READ);
  }

  private void content(Context ctx) {
    Attachment file = attachments.find(new SessionId(ctx.pathParam("id")), ctx.pathParam("attachment"));
    String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
    ctx.contentType("application/octet-stream");
    ctx.header("Content-Disposition", "attachment; filename*=UTF-8''" + name);
    ctx.header("X-Content-Type-Options", "nosniff");
    ctx.header("Content-Security-Policy", "sandbox");
    ctx.header("Cache-Control", "no-store");
    ctx.result(attachments.content(file));
  }
}
