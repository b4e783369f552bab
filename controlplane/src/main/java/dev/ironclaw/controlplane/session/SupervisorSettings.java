package dev.ironclaw.controlplane.session;

import dev.ironclaw.controlplane.isolation.SandboxSpec;
import java.time.Duration;

/// How boxes are kept.
///
/// @param poolPerGroup boxes that wait ready for each agent group; 0 for none
/// @param poolMax boxes that wait ready in all, for the agent groups used last
/// @param idleAfter a box without work is stopped after this long
/// @param helloTimeout a box that has not said hello by then has failed
/// @param silence a box that gave no sign of life for this long is stuck
/// @param turnTimeout a box that works on one message for this long is stuck
/// @param firstPause wait after the first failure in a row; doubles with each further one
/// @param grace time to finish the running turn before a box is ended
public record SupervisorSettings(int poolPerGroup, int poolMax, Duration idleAfter, Duration helloTimeout,
    Duration silence, Duration turnTimeout, Duration firstPause,
    Duration grace, SandboxSpec.Limits limits) {
  public static final SupervisorSettings DEFAULT = new SupervisorSettings(1, 4, Duration.ofMinutes(10),
      Duration.ofSeconds(30), Duration.ofSeconds(200), Duration.ofMinutes(15), Duration.ofSeconds(1),
      Duration.ofSeconds(5),
      SandboxSpec.Limits.DEFAULT);

  public SupervisorSettings withPool(int perGroup, int max) {
    return new SupervisorSettings(perGroup, max, idleAfter, helloTimeout, silence, turnTimeout, firstPause, grace,
        limits);
  }

  public SupervisorSettings withIdleAfter(Duration idle) {
    return new SupervisorSettings(poolPerGroup, poolMax, idle, helloTimeout, silence, turnTimeout, firstPause, grace,
        limits);
  }
}
