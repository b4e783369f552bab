package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;

/// The images that jobs run in.
@FunctionalInterface
public interface JobImages {
  /// The image's id on the engine, built or loaded first where it is missing. May take minutes.
  ///
  /// @throws IronclawException one line that says what to do, where there can be none
  String idOf(JobMode mode);
}
