package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A running sandbox. Outlives the control plane.
public interface Box {
  BoxId id();

  /// Completes once, when the box has ended for whatever reason and nothing of it is left behind.
  CompletableFuture<BoxExit> exit();

  /// Asks it to end, ends it after the grace period, removes process, mounts and bundle. Idempotent; returns when that
  /// is done.
  void stop(Duration grace);

  /// What the host sees of it in `/proc` now.
  OutsidePosture outside();

  /// The last part of what it printed, bounded.
  String output();

  /// How it ended; 128 and more for a signal, -1 where nobody saw it.
  record BoxExit(int code, String reason) {}

  /// Posture measured from outside.
  ///
  /// @param limits what enforces memory, CPU and process limits, for example `cgroup v1`, or `not enforced`
  /// @param memoryBytes proportional set size of all processes of the box
  record OutsidePosture(String runtime, String platform, int uid, String networkNamespace, String limits,
      long memoryBytes) {}
}
