package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.KeyMoveBody;
import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.controlplane.atrest.DataKeyRotation;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.MasterKeyStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Supplier;

/// The master key and the data keys: where they are, and new ones.
final class KeyRoutes implements Routes {
  private final Keyring keyring;
  private final DataKeyRotation rotation;
  private final AuditLog audit;
  private final ApiJson json;

  KeyRoutes(Keyring keyring, DataKeyRotation rotation, AuditLog audit, ApiJson json) {
    this.keyring = keyring;
    this.rotation = rotation;
    this.audit = audit;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/key", ctx -> ctx.json(view()), ApiRole.READ);
    routes.post("/v1/key/rotate", this::rotate, ApiRole.ADMIN);
    routes.post("/v1/key/rotate-data", this::rotateData, ApiRole.ADMIN);
    routes.post("/v1/key/move", this::move, ApiRole.ADMIN);
  }

  private void rotate(Context ctx) {
    change(ctx, "rotate", "the master key is to be replaced", keyring::rotateMaster);
  }

  private void move(Context ctx) {
    String to = json.read(ctx, KeyMoveBody.class).to();
    change(ctx, "move", "a new master key is to lie in '" + VisibleText.line(to) + "'", () -> keyring.moveMaster(to));
  }

  private void change(Context ctx, String kind, String intent, Supplier<MasterKeyStatus> act) {
    String actor = ApiGate.operator(ctx).name();
    audit.record(new AuditEvent("key", keyring.master().id(), kind, actor, intent));
    MasterKeyStatus now;
    try {
      now = act.get();
    } catch (IronclawException e) {
      audit.recordBestEffort(new AuditEvent("key", keyring.master().id(), kind, actor, "it failed: " + e.getMessage()));
      throw e;
    }
    audit.record(new AuditEvent("key", now.id(), kind, actor, "this is the master key now, " + now.strength()));
    ctx.json(view());
  }

  private void rotateData(Context ctx) {
    rotation.rotate(ApiGate.operator(ctx).name());
    ctx.json(view());
  }

  private MasterKeyView view() {
    MasterKeyStatus status = keyring.master();
    return new MasterKeyView(status.id(), status.source(), status.strength(), keyring.generation());
  }
}
