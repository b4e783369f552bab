package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.AuditEntryView;
import dev.ironclaw.contract.api.AuditProofView;
import dev.ironclaw.contract.api.AuditRotated;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.audit.AuditProof;
import dev.ironclaw.controlplane.audit.AuditQuery;
import dev.ironclaw.controlplane.audit.AuditRecord;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// Audit entries that fit, page by page from the newest; all of them as a file; what proves one; the next log file.
final class AuditRoutes implements Routes {
  private static final int MOST = 2_000;

  private final AuditLog audit;

  AuditRoutes(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/audit", ctx -> search(ctx, 100), ApiRole.READ);
    routes.get("/v1/ui/audit", ctx -> search(ctx, 200), ApiRole.READ);
    routes.get("/v1/audit/export", this::export, ApiRole.READ);
    routes.get("/v1/audit/entries/{seq}", this::proof, ApiRole.READ);
    routes.post("/v1/audit/rotate", ctx -> ctx.json(new AuditRotated(audit.rotate(ApiGate.operator(ctx).name()))),
        ApiRole.ADMIN);
  }

  private void search(Context ctx, int otherwise) {
    ctx.json(audit.search(query(ctx), Query.limit(ctx, otherwise, MOST)).stream().map(AuditRoutes::view).toList());
  }

  private void proof(Context ctx) {
    String seq = ctx.pathParam("seq");
    AuditProof proof = Optional.of(seq).filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong)
        .flatMap(audit::proof)
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND, "there is no audit entry "
            + VisibleText.brief(seq)));
    ctx.json(new AuditProofView(view(proof.entry()), proof.file(), proof.line().previous(),
        proof.line().digest().orElse(""), proof.checkpoint()));
  }

  private void export(Context ctx) {
    AuditExport.Format format = switch (Query.text(ctx, "format").orElse("jsonl")) {
      case "jsonl" -> AuditExport.Format.JSONL;
      case "csv" -> AuditExport.Format.CSV;
      case String other ->
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "export the audit log as " + other + ": jsonl or csv");
    };
    new AuditExport(audit, query(ctx), format).to(ctx);
  }

  private static AuditQuery query(Context ctx) {
    return new AuditQuery(time(ctx, "from"), time(ctx, "to"), Query.text(ctx, "agent"), Query.text(ctx, "stage"),
        Query.text(ctx, "kind"), Query.text(ctx, "subject"), Query.text(ctx, "actor"), Query.text(ctx, "text"),
        Query.seq(ctx, "before"));
  }

  private static Optional<Instant> time(Context ctx, String name) {
    try {
      return Query.text(ctx, name).map(Instant::parse);
    } catch (DateTimeException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, name + " must be a time as 2026-11-20T10:00:00Z", e);
    }
  }

  static AuditEntryView view(AuditRecord entry) {
    Optional<String> subject = Optional.of(entry.event().subject()).filter(id -> !id.isEmpty());
    return new AuditEntryView(entry.seq(), entry.time().toString(), entry.event().stage(), subject,
        subject.filter(id -> id.startsWith("chg_")), entry.event().kind(), entry.event().actor(),
        entry.event().detail(), entry.hash(), Optional.of(entry.event().agent()).filter(id -> !id.isEmpty()));
  }
}
