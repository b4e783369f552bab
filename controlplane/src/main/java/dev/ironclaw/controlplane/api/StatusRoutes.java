package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.BoxView;
import dev.ironclaw.contract.api.RuntimeView;
import dev.ironclaw.contract.api.StatusView;
import dev.ironclaw.controlplane.isolation.RuntimeReport;
import dev.ironclaw.controlplane.session.BoxStatus;
import dev.ironclaw.controlplane.session.SessionControl;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// The whole in one answer.
final class StatusRoutes implements Routes {
  private final ApiSettings settings;
  private final ApiParts parts;
  private final Readiness readiness;
  private final LastSelftest selftest;
  private final Instant startedAt;

  StatusRoutes(ApiSettings settings, ApiParts parts, Readiness readiness, LastSelftest selftest) {
    this.settings = settings;
    this.parts = parts;
    this.readiness = readiness;
    this.selftest = selftest;
    this.startedAt = parts.clock().instant();
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/status", this::status, ApiRole.READ);
  }

  private void status(Context ctx) {
    ctx.json(new StatusView(settings.version(), startedAt.toString(),
        Duration.between(startedAt, parts.clock().instant()).toSeconds(), readiness.notReady(),
        settings.stateDir().toAbsolutePath().toString(), Runtime.version().toString(),
        runtime(parts.sessions()), parts.sessions().boxes().stream().map(StatusRoutes::box).toList(),
        parts.registry().agentGroups().size(), parts.registry().sessions().size(), parts.gateway().pending().size(),
        parts.audit().head()
            .map(head -> new StatusView.AuditHeadView(head.seq(), head.hash(), parts.audit().keyFingerprint(),
                Optional.of(String.join("; ", parts.audit().warnings())).filter(words -> !words.isEmpty()),
                parts.audit().lastCheckpoint()
                    .map(line -> new StatusView.CheckpointView(line.seq(), line.time())))),
        settings.tls().map(ApiTls::fingerprint), parts.sessions().panic().brake().panic().map(PanicRoutes::view),
        selftest.run()));
  }

  private static RuntimeView runtime(SessionControl sessions) {
    RuntimeReport report = sessions.runtime();
    return new RuntimeView(report.name(), report.usable(), report.version(), report.platform(), report.mode(),
        report.warnings(), report.problems(), report.weaknesses().stream()
            .map(weakness -> new RuntimeView.WeaknessView(weakness.code().word(), weakness.words())).toList(),
        Optional.of(sessions.image()), Optional.of(report.crossing()));
  }

  private static BoxView box(BoxStatus box) {
    return new BoxView(box.box().map(id -> id.value()), box.agentGroup().value(), box.session().map(id -> id.value()),
        box.state().name().toLowerCase(Locale.ROOT), box.since().toString(), box.posture(), box.note());
  }
}
