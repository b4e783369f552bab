package dev.ironclaw.contract.api;

import java.util.List;

/// Answer of `GET /v1/ui/activity`: how much happened, hour by hour.
///
/// @param hours oldest first, without a gap; the last one is not over yet
public record ActivityView(List<HourView> hours) {
  public ActivityView {
    hours = List.copyOf(hours);
  }

  /// One hour.
  ///
  /// @param start RFC 3339, UTC: a full hour
  /// @param messagesIn that came for agents
  /// @param messagesOut that agents sent and that were delivered
  /// @param modelCalls that ended; counted up to a minute later
  /// @param changesDecided approved, rejected or expired
  public record HourView(String start, long messagesIn, long messagesOut, long modelCalls, long changesDecided) {}
}
