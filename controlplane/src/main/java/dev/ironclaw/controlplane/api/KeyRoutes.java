package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.MasterKeyView;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.secret.Keyring;
import dev.ironclaw.controlplane.secret.MasterKeyStatus;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// The master key: which one, and a new one.
final class KeyRoutes implements Routes {
  private final Keyring keyring;
  private final AuditLog audit;

  KeyRoutes(Keyring keyring, AuditLog audit) {
    this.keyring = keyring;
    this.audit = audit;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/key", ctx -> ctx.json(view(keyring.master())), ApiRole.READ);
    routes.post("/v1/key/rotate", this::rotate, ApiRole.ADMIN);
  }

  private void rotate(Context ctx) {
    String actor = ApiGate.operator(ctx).name();
    audit.record(new AuditEvent("key", keyring.master().id(), "rotate", actor, "the master key is to be replaced"));
    MasterKeyStatus now = keyring.rotateMaster();
    audit.record(new AuditEvent("key", now.id(), "rotate", actor, "this is the master key now, " + now.strength()));
    ctx.json(view(now));
  }

  private static MasterKeyView view(MasterKeyStatus status) {
    return new MasterKeyView(status.id(), status.source(), status.strength());
  }
}
