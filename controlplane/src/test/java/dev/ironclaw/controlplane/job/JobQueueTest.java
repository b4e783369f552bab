package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.jobbox.JobLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobQueueTest {
  private final JobQueue queue = new JobQueue();
  private int made;

  private Job of(String owner, Optional<String> agent) {
    made++;
    JobSpec spec = new JobSpec(owner + made, "d", JobMode.WORKER, Optional.empty(), List.of(), List.of(),
        JobLimits.WORKER, 50,
        false,
        false, owner, agent.map(AgentGroupId::new), Optional.empty(), Optional.empty());
    return new Job(new JobId("00000000-0000-4000-8000-%012d".formatted(made)), spec, JobState.QUEUED, Instant.EPOCH,
        Optional.empty(), Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty());
  }

  private Job of(String owner) {
    return of(owner, Optional.empty());
  }

  /// Who comes, with one place that is free again each time.
  private List<String> order(List<Job> waiting, List<Job> busy) {
    List<Job> left = new ArrayList<>(waiting);
    List<String> order = new ArrayList<>();
    for (Optional<Job> next = queue.next(left, busy); next.isPresent(); next = queue.next(left, busy)) {
      left.remove(next.get());
      queue.started(next.get());
      order.add(next.get().spec().title());
    }
    return order;
  }

  @Test
  void goesRoundBetweenThoseWhoAskAndInOrderWithinEach() {
    assertThat(order(List.of(of("ann"), of("ann"), of("ann"), of("bob"), of("bob"), of("cid")), List.of()))
        .containsExactly("ann1", "bob4", "cid6", "ann2", "bob5", "ann3");
  }

  @Test
  void whoHasMoreRunningWaitsForWhoHasFewer() {
    List<Job> waiting = List.of(of("ann"), of("bob"));
    assertThat(order(waiting, List.of(of("ann")))).containsExactly("bob2", "ann1");
  }

  @Test
  void anAgentIsNotItsOwner() {
    List<Job> waiting = List.of(of("ann"), of("ann"), of("ann", Optional.of("helper")));
    assertThat(order(waiting, List.of())).containsExactly("ann1", "ann3", "ann2");
  }
}
