package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.api.ActivityView;
import dev.ironclaw.controlplane.activity.Activity;
import dev.ironclaw.controlplane.activity.ActiveHour;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/// How much happened, for a face's first page.
final class ActivityRoutes implements Routes {
  private static final int DAY = 24;

  private final Activity activity;

  ActivityRoutes(Activity activity) {
    this.activity = activity;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/v1/ui/activity", this::hours, ApiRole.READ);
  }

  private void hours(Context ctx) {
    int hours = Math.max(1, Query.count(ctx, "hours", DAY, Activity.MOST_HOURS));
    ctx.json(new ActivityView(activity.hours(hours).stream().map(ActivityRoutes::view).toList()));
  }

  private static ActivityView.HourView view(ActiveHour hour) {
    return new ActivityView.HourView(hour.start().toString(), hour.messagesIn(), hour.messagesOut(), hour.modelCalls(),
        hour.changesDecided());
  }
}
