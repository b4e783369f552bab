package dev.ironclaw.controlplane.hosttool;

import java.util.concurrent.CompletionStage;

/// One tool that the host does for a box. The door has checked the right, counted the use and checked that the origin is a
/// row of that session; the input is whatever a hostile box wrote, at most 1 MiB of JSON.
public interface HostTool {
  /// As in [dev.ironclaw.contract.box.ToolName].
  String name();

  /// Does it. Never blocks longer than a durable commit takes: slow work completes the stage later, and stops where the
  /// stage's future is cancelled, because the box hung up, took too long, or everything was stopped. Doing the same call
  /// again has no further effect.
  ///
  /// An `IronclawException`, thrown or of the stage, is told to the agent as a refusal in its own words, save one that says
  /// that the host failed or is not ready: after that the box makes the call again.
  ///
  /// @return an answer for the agent
  CompletionStage<HostToolAnswer> call(HostToolCall call);
}
