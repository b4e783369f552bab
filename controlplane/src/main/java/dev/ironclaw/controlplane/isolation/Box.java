package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.BoxId;
import java.time.Duration;
import java.util.Optional;
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

  /// What it uses now; empty where it has ended. Takes milliseconds.
  default Optional<BoxUsage> usage() {
    return Optional.empty();
  }

  /// The last part of what it printed, bounded.
  String output();

  /// Completes, with the reason, when a new box of the same spec would get more than this one has. Never where that can't
  /// be.
  default CompletableFuture<String> outgrown() {
    return new CompletableFuture<>();
  }

  /// How it ended; 128 and more for a signal, -1 where nobody saw it.
  record BoxExit(int code, String reason, Cause cause) {
    /// Ended by itself or because it was told to.
    public BoxExit(int code, String reason) {
      this(code, reason, Cause.OWN);
    }
  }

  /// Why it ended.
  enum Cause {
    /// By itself, by whoever stopped it, or by the kernel.
    OWN,
    /// What lies in one of its folders would be a door, or can't be watched: no box may have that folder.
    OFFENCE,
    /// Its workspace is over its quota: a new one may only read it.
    FULL
  }

  /// Posture measured from outside.
  ///
  /// @param limits what enforces memory, CPU and process limits, for example `cgroup v1`, or `not enforced`
  /// @param memoryBytes proportional set size of all processes of the box
  record OutsidePosture(String runtime, String platform, int uid, String networkNamespace, String limits,
      long memoryBytes) {}
}
