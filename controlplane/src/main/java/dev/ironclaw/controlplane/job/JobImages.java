package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.job.JobMode;
import java.util.function.Consumer;

/// The images that jobs run in.
@FunctionalInterface
public interface JobImages {
  /// The image's id on the engine, built or loaded first where it is missing. May take minutes.
  ///
  /// @param says hears in words how far that is, some dozens of times; nothing where it is there
  ///
  /// @throws IronclawException one line that says what to do, where there can be none
  String idOf(JobMode mode, Consumer<String> says);
}
