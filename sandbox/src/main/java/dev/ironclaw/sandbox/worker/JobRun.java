package dev.ironclaw.sandbox.worker;

import dev.ironclaw.contract.IronclawException;
import java.util.List;
import java.util.Optional;

/// One job from its first word to its report: what it is, what it was granted, the work, the end. Whatever goes wrong is
/// reported, never passed over in silence.
final class JobRun {
  private final OrchestratorClient host;
  private final JobEvents events;

  JobRun(OrchestratorClient host, JobEvents events) {
    this.host = host;
    this.events = events;
  }

  /// The work itself; sends its own events, the results among them.
  interface Work {
    JobResult run(Assignment assignment, List<GrantedVariable> granted);
  }

  /// @throws IronclawException `UNAUTHENTICATED` where the host has ended the job, another where it can't be told
  void run(Work work) {
    JobResult result = result(work);
    host.complete(result.success(), result.text(), result.iterations());
  }

  private JobResult result(Work work) {
    Assignment assignment = host.assignment();
    List<GrantedVariable> granted;
    try {
      granted = host.credentials();
    } catch (IronclawException refused) {
      return failed("get what the job was granted: " + refused.getMessage(), refused);
    }
    host.status("in_progress", "started", 0);
    try {
      return work.run(assignment, granted);
    } catch (IronclawException failed) {
      return failed(String.valueOf(failed.getMessage()), failed);
    } catch (RuntimeException fault) {
      return reported("the job's program failed inside (" + fault + ")");
    }
  }

  private JobResult failed(String words, IronclawException cause) {
    JobResult.refuseIfOver(cause);
    return reported(words);
  }

  private JobResult reported(String words) {
    events.result("failed", words, Optional.empty());
    return new JobResult(false, words, 0);
  }
}
