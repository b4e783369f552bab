package dev.ironclaw.client;

import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import java.util.List;
import java.util.Optional;

/// What agents do by themselves at times. What they are to do is a change of the kind `schedule`.
public final class ScheduleCalls {
  private final ControlPlaneClient client;

  ScheduleCalls(ControlPlaneClient client) {
    this.client = client;
  }

  /// Oldest first.
  ///
  /// @param agent of this agent alone
  public List<ScheduleView> list(Optional<String> agent) {
    return client.list("/v1/schedules" + agent.map(id -> "?agent=" + Wire.part(id)).orElse(""), ScheduleView.class);
  }

  public ScheduleView find(String id) {
    return client.get("/v1/schedules/" + Wire.part(id), ScheduleView.class);
  }

  /// Newest first.
  public List<ScheduleRunView> runs(String id) {
    return client.list("/v1/schedules/" + Wire.part(id) + "/runs", ScheduleRunView.class);
  }

  /// Stops it at once, until a change lets it go on.
  public ScheduleView pause(String id) {
    return client.post("/v1/schedules/" + Wire.part(id) + "/pause", null, ScheduleView.class);
  }

  /// Runs it once now, beside its times.
  public ScheduleView run(String id) {
    return client.post("/v1/schedules/" + Wire.part(id) + "/run", null, ScheduleView.class);
  }
}
