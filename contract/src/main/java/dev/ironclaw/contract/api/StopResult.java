package dev.ironclaw.contract.api;

/// Answer of `POST /v1/ui/sessions/{id}/stop`.
///
/// @param status `stopped`, or `idle` where nothing was being answered
/// @param messages how many messages get no further answer
public record StopResult(String status, String id, int messages) {
  public static final String STOPPED = "stopped";
  public static final String IDLE = "idle";
}
