package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ScheduleId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import dev.ironclaw.controlplane.kind.ScheduleWords;
import dev.ironclaw.controlplane.registry.Schedule;
import dev.ironclaw.controlplane.registry.Schedule.Spec;
import dev.ironclaw.controlplane.schedule.ScheduleRun;
import dev.ironclaw.controlplane.schedule.ScheduleState;
import dev.ironclaw.controlplane.schedule.Schedules;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// What agents do by themselves at times: to look at, to stop, to run once now. What they are to do is asked for and decided
/// as a change of the kind `schedule`.
final class ScheduleRoutes implements Routes {
  private static final int RUNS = 50;

  private final Schedules schedules;

  ScheduleRoutes(Schedules schedules) {
    this.schedules = schedules;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/schedules", ctx -> ctx.json(schedules.list(Query.text(ctx, "agent").map(AgentGroupId::new)).stream()
        .map(ScheduleRoutes::view).toList()), ApiRole.READ);
    routes.get("/v1/schedules/{id}", ctx -> ctx.json(view(schedules.find(id(ctx)))), ApiRole.READ);
    routes.get("/v1/schedules/{id}/runs", ctx -> {
      schedules.find(id(ctx));
      ctx.json(schedules.runs(id(ctx), Query.limit(ctx, RUNS, RUNS)).stream().map(ScheduleRoutes::view).toList());
    }, ApiRole.READ);
    routes.post("/v1/schedules/{id}/pause", this::pause, ApiRole.APPROVE);
    routes.post("/v1/schedules/{id}/run", this::run, ApiRole.APPROVE);
  }

  private void pause(Context ctx) {
    schedules.pause(id(ctx), ApiGate.operator(ctx).name());
    ctx.json(view(schedules.find(id(ctx))));
  }

  private void run(Context ctx) {
    schedules.runNow(id(ctx), ApiGate.operator(ctx).name());
    ctx.json(view(schedules.find(id(ctx))));
  }

  private static ScheduleId id(Context ctx) {
    return new ScheduleId(ctx.pathParam("id"));
  }

  private static ScheduleView view(Schedules.Entry entry) {
    Schedule schedule = entry.schedule();
    Spec spec = schedule.spec();
    Optional<ScheduleState> state = entry.state();
    return new ScheduleView(schedule.id().value(), schedule.agentGroup().value(), schedule.status().wireName(),
        VisibleText.text(spec.prompt()), ScheduleWords.when(spec, ZoneId.of(spec.timezone())),
        spec.runAt().map(Instant::toString), spec.recurrence(), spec.timezone(), spec.until().map(Instant::toString),
        spec.times(), spec.jitter(), spec.missed().wireName(), spec.target().channelType(), spec.target().platformId(),
        spec.target().instance(), spec.target().threadId(),
        state.flatMap(ScheduleState::fireAt).map(Instant::toString), state.flatMap(ScheduleState::blocked),
        state.map(ScheduleState::runs).orElse(0), entry.lastRun().map(ScheduleRoutes::view));
  }

  private static ScheduleRunView view(ScheduleRun run) {
    return new ScheduleRunView(run.due().toString(), run.at().toString(), run.state().wireName(),
        run.session().map(SessionId::value), run.note());
  }
}
