package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.api.StepUpBody;
import dev.ironclaw.contract.api.StepUpEnrolled;
import dev.ironclaw.contract.api.StepUpView;
import dev.ironclaw.controlplane.stepup.StepUps;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;

/// The caller's own second factor. Nobody has a say in another one's.
final class StepUpRoutes implements Routes {
  private final StepUps stepUps;
  private final ApiJson json;

  StepUpRoutes(StepUps stepUps, ApiJson json) {
    this.stepUps = stepUps;
    this.json = json;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/step-up", ctx -> ctx.json(view(stepUps.status(ApiGate.operator(ctx)))), ApiRole.APPROVE);
    routes.post("/v1/step-up/enroll", this::enroll, ApiRole.APPROVE);
    routes.post("/v1/step-up/confirm", this::confirm, ApiRole.APPROVE);
    routes.post("/v1/step-up/remove",
        ctx -> ctx.json(view(stepUps.remove(ApiGate.operator(ctx), json.read(ctx, StepUpBody.class).code()))),
        ApiRole.APPROVE);
  }

  private void enroll(Context ctx) {
    StepUps.Enrolment shown = stepUps.enroll(ApiGate.operator(ctx), json.read(ctx, StepUpBody.class).code());
    ctx.status(201).json(new StepUpEnrolled(shown.secret(), shown.uri()));
  }

  private void confirm(Context ctx) {
    String code = json.read(ctx, StepUpBody.class).code().orElseThrow(
        () -> new IronclawException(ErrorCode.INVALID_REQUEST, "step-up confirm: 'code' is missing"));
    ctx.json(view(stepUps.confirm(ApiGate.operator(ctx), code)));
  }

  private static StepUpView view(StepUps.Status status) {
    return new StepUpView(status.operator(), status.confirmedAt().map(Instant::toString), status.waits(),
        status.lockedUntil().map(Instant::toString));
  }
}
