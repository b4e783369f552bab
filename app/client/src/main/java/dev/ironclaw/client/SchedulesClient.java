package dev.ironclaw.client;

import dev.ironclaw.contract.api.ScheduleRunView;
import dev.ironclaw.contract.api.ScheduleView;
import java.util.List;
import java.util.Optional;

/// What agents do by themselves at times. What they are to do is a change of the kind `schedule`.
public final class SchedulesClient {
  private final Http http;

  SchedulesClient(Http http) {
    this.http = http;
  }

  /// Oldest first.
  ///
  /// @param agent of this agent alone
  public List<ScheduleView> list(Optional<String> agent) {
    return Wire.readList(
        http.call("GET", "/v1/schedules" + agent.map(id -> "?agent=" + Wire.part(id)).orElse(""), null),
        ScheduleView.class);
  }

  public ScheduleView find(String id) {
    return Wire.read(http.call("GET", "/v1/schedules/" + Wire.part(id), null), ScheduleView.class);
  }

  /// Newest first.
  public List<ScheduleRunView> runs(String id) {
    return Wire.readList(http.call("GET", "/v1/schedules/" + Wire.part(id) + "/runs", null), ScheduleRunView.class);
  }

  /// Stops it at once, until a change lets it go on.
  public ScheduleView pause(String id) {
    return Wire.read(http.call("POST", "/v1/schedules/" + Wire.part(id) + "/pause", null), ScheduleView.class);
  }

  /// Runs it once now, beside its times.
  public ScheduleView run(String id) {
    return Wire.read(http.call("POST", "/v1/schedules/" + Wire.part(id) + "/run", null), ScheduleView.class);
  }
}
