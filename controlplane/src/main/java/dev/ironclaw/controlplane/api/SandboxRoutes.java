package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.SelftestView;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditLog;
import dev.ironclaw.controlplane.isolation.ProbeResult;
import dev.ironclaw.controlplane.session.SessionControl;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Tries to escape from a real box and says what held.
final class SandboxRoutes implements Routes {
  private final SessionControl control;
  private final AuditLog audit;
  private final LastSelftest last;
  /// A selftest takes a whole box and seconds: one at a time.
  private final Semaphore running = new Semaphore(1);

  SandboxRoutes(SessionControl control, AuditLog audit, LastSelftest last) {
    this.control = control;
    this.audit = audit;
    this.last = last;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.post("/v1/sandbox/selftest", this::selftest, ApiRole.ADMIN);
  }

  private void selftest(Context ctx) {
    if (!running.tryAcquire()) {
      throw new IronclawException(ErrorCode.CONFLICT, "a selftest is running already; wait for it");
    }
    try {
      String actor = ApiGate.operator(ctx).name();
      audit.record(new AuditEvent("sandbox", "", "selftest", actor, "escape probes start in a box of their own"));
      SelftestView result = view(control.selftest(), control.runtime().accepted());
      long broken = result.probes().stream().filter(probe -> !probe.held()).count();
      audit.record(new AuditEvent("sandbox", "", "selftest", actor,
          result.probes().size() + " probes ran, " + broken + " got through"));
      last.ended(result);
      ctx.json(result);
    } finally {
      running.release();
    }
  }

  private static SelftestView view(List<ProbeResult> probes, List<String> accepted) {
    return new SelftestView(!probes.isEmpty() && probes.stream().allMatch(ProbeResult::held),
        probes.stream().map(probe -> new SelftestView.ProbeView(probe.name(), probe.held(), probe.detail())).toList(),
        accepted);
  }
}
