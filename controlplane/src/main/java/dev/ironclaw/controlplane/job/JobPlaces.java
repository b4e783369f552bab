package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import java.nio.file.Path;
import java.util.Optional;

/// The folders that jobs work in.
///
/// Threading: any thread that may wait for the disk.
public interface JobPlaces {
  /// Refuses a project's name that leads elsewhere.
  ///
  /// @throws IronclawException `INVALID_REQUEST` or `DENIED`, with the name
  void check(Optional<String> project);

  /// Makes and opens them. The same again gives the same.
  Place open(JobId job, JobSpec spec);

  /// The job has ended and nothing writes there any more. The same again has no further effect.
  void ended(JobId job, JobSpec spec);

  /// What lies there that is of the job alone, in bytes; a project is not. May take long.
  long bytes(JobId job, JobSpec spec);

  /// Why its files must stay for now, as a sentence without its end; empty where they may go.
  Optional<String> needed(JobId job);

  /// The job is forgotten: what is of it alone, and that nobody could find any more, goes too.
  void forget(JobId job, JobSpec spec);

  /// Both canonical, and bound without a race.
  ///
  /// @param workspace the project, a copy of it for a review, or a folder of the job's own
  /// @param output for what it hands over
  record Place(Path workspace, Path output) {}
}
