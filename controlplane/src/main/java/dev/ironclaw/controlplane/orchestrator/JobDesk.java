package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.JsonNode;

/// What stands behind the orchestrator's paths. Every method is called for a job whose token was right, on a platform thread
/// that may wait for the disk.
public interface JobDesk {
  /// What it is to do.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `NOT_FOUND` where the job is not known
  Assignment assignment(JobId job);

  /// It says how it goes. Does nothing for a job that has ended.
  ///
  /// @param message without secrets already
  void status(JobId job, String state, Optional<String> message, int iteration);

  /// It says that it has ended. The first one counts; returns when that is on disk, and the container is stopped later.
  ///
  /// @param message without secrets already
  void complete(JobId job, boolean success, Optional<String> message, int iterations);

  /// Something happened in it: on disk when this returns, and then published.
  ///
  /// @param id where the worker chose one: the same again has no further effect
  /// @param type one of those that are told; others are `status` by now
  /// @param data without secrets already
  void event(JobId job, Optional<String> id, String type, JsonNode data);

  /// Gives the oldest prompt that waits, or the next that comes within this time. One who hangs up cancels the stage's
  /// future, and takes nothing.
  ///
  /// @param ack the id of the last prompt that the worker has, 0 for none: that one and those before it are taken now, and
  ///        the answer once it is acknowledged in turn; empty where the worker knows nothing of it, and the answer is taken
  ///        at once
  CompletionStage<Optional<Prompt>> prompt(JobId job, Duration wait, Optional<Long> ack);

  /// What it was granted, resolved now as the one who created the job; empty for none. Each call is audited and counted.
  ///
  /// @throws dev.ironclaw.contract.IronclawException `DENIED`, the same for every reason
  List<GrantedVariable> credentials(JobId job);

  /// What a job is told of itself.
  ///
  /// @param projectDir as the job's creator named it
  /// @param idle how long it is to wait for a prompt after each answer; zero where it ends by itself after the first one
  ///        for which none waits
  record Assignment(String title, String description, Optional<String> projectDir, JobMode mode, int maxIterations,
      String model, List<String> allowedTools, Duration timeout, Duration idle) {
    public Assignment {
      allowedTools = List.copyOf(allowedTools);
    }
  }

  /// What a person says to a running job.
  ///
  /// @param id rises with each of a job's
  /// @param done whether nothing more will come
  record Prompt(long id, String content, boolean done) {}

  /// A secret for the environment of the job's child processes; its text never shows the value.
  record GrantedVariable(String envVar, String value) {
    @Override
    public String toString() {
      return envVar + "=…";
    }
  }
}
