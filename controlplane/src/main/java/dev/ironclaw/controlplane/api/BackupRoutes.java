package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.BackupBody;
import dev.ironclaw.controlplane.atrest.Backup;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/// A backup as a download. It is sealed here: what leaves is readable with the passphrase alone.
final class BackupRoutes implements Routes {
  private final Backup backup;
  private final ApiJson json;

  BackupRoutes(Backup backup, ApiJson json) {
    this.backup = backup;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/backup", this::write, ApiRole.ADMIN);
  }

  private void write(Context ctx) {
    BackupBody body = json.read(ctx, BackupBody.class);
    byte[] passphrase = body.passphrase().getBytes(StandardCharsets.UTF_8);
    backup.write(passphrase, body.workspaces().orElse(false), ApiGate.operator(ctx).name(), (bytes, left, sealed) -> {
      ctx.contentType("application/octet-stream");
      // So that whoever reads it knows when it broke off.
      ctx.header("Content-Length", Long.toString(bytes));
      ctx.header(BackupBody.LEFT_OUT_HEADER, Integer.toString(left.total()));
      if (left.total() > 0) {
        ctx.header(BackupBody.LEFT_OUT_OF_HEADER, left.words());
      }
      sealed.transferTo(ctx.outputStream());
    });
  }
}
