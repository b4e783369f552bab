package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/// The newest audit entries, or the newest before one of them; oldest of them first.
final class AuditRoutes implements Routes {
  private static final int MOST = 2_000;

  private final AuditLog audit;

  AuditRoutes(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/audit", ctx -> newest(ctx, 100), ApiRole.READ);
    routes.get("/v1/ui/audit", ctx -> newest(ctx, 200), ApiRole.READ);
  }

  private void newest(Context ctx, int otherwise) {
    int limit = Query.limit(ctx, otherwise, MOST);
    List<AuditRecord> entries = Query.seq(ctx, "before").map(seq -> audit.before(seq, limit))
        .orElseGet(() -> audit.newest(limit));
    ctx.json(entries.stream().map(AuditRoutes::view).toList());
  }

  private static AuditEntryView view(AuditRecord entry) {
    Optional<String> subject = Optional.of(entry.event().subject()).filter(id -> !id.isEmpty());
    return new AuditEntryView(entry.seq(), entry.time().toString(), entry.event().stage(), subject,
        subject.filter(id -> id.startsWith("chg_")), entry.event().kind(), entry.event().actor(),
        entry.event().detail(), entry.hash());
  }
}
