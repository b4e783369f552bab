package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.gateway.Origin;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// When the agent whose job it was hears of its end.
@Timeout(60)
class JobNoticeTest {
  private static final SessionId SESSION = new SessionId("ses_0000000000000001");

  @TempDir
  private Path folder;
  private final FakeClock clock = new FakeClock();
  private final JobHouse.Outside outside = new JobHouse.Outside();
  private JobHouse house;

  @BeforeEach
  void setUp() {
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
  }

  @AfterEach
  void tearDown() {
    house.close();
  }

  private Job ofAgent() {
    Job job = house.jobs.create(new JobRequest("Sum up", "Sum it up.", JobMode.WORKER, Optional.empty(), List.of(),
        List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, false,
        Optional.of(new AgentGroupId("anna")),
        Optional.of(new Origin(SESSION, Optional.of(new MessageId("in_1"))))), JobHouse.ALICE);
    return house.reaches(job.id(), JobState.RUNNING);
  }

  private boolean isTold(JobId id) {
    return house.files.state.read(connection -> new JobStore().untold(connection)).stream()
        .noneMatch(job -> job.id().equals(id));
  }

  private void restart(boolean crash) {
    if (crash) {
      house.crash();
    } else {
      house.close();
    }
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
  }

  @Test
  void tellsTheAgentOnceHoweverOftenTheControlPlaneStarts() {
    Job job = ofAgent();
    assertThat(job.spec().origin()).hasValue(new Origin(SESSION, Optional.of(new MessageId("in_1"))));

    house.jobs.desk().complete(job.id(), true, Optional.of("four pages"), 3);
    outside.boxes.await(() -> isTold(job.id()));
    house.pass(JobEnds.LAST_WORD);
    house.settled(job.id());
    restart(false);
    Job second = ofAgent();
    house.jobs.cancel(second.id(), JobHouse.ALICE);
    outside.boxes.await(() -> isTold(second.id()));

    assertThat(outside.told).containsExactly(job.id() + " COMPLETED", second.id() + " CANCELLED");
  }

  @Test
  void tellsAtTheNextStartWhatACrashKeptBack() {
    Job job = ofAgent();
    outside.dieAt("tell", new CompletableFuture<>());
    house.jobs.desk().complete(job.id(), true, Optional.of("four pages"), 3);
    outside.boxes.await(() -> outside.told.size() == 1);
    assertThat(isTold(job.id())).isFalse();

    restart(true);
    outside.boxes.await(() -> isTold(job.id()));

    assertThat(outside.told).containsExactly(job.id() + " COMPLETED", job.id() + " COMPLETED");
  }

  @Test
  void triesAgainWhatFailed() {
    Job job = ofAgent();
    outside.failAt = "tell";
    house.jobs.desk().complete(job.id(), true, Optional.of("four pages"), 3);
    outside.boxes.await(() -> outside.told.size() == 1 && house.alarms() > 0);
    assertThat(isTold(job.id())).isFalse();

    outside.failAt = "";
    outside.boxes.await(() -> {
      house.pass(JobLife.AFTER_FAILURE);
      return isTold(job.id());
    });
  }

  @Test
  void keepsAJobWhoseAgentWasNotTold() {
    Job job = ofAgent();
    outside.failAt = "tell";
    house.jobs.cancel(job.id(), JobHouse.ALICE);
    house.settled(job.id());

    assertThatThrownBy(() -> house.jobs.remove(job.id(), JobHouse.ALICE)).isInstanceOfSatisfying(
        IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("try again");
    assertThat(outside.steps()).doesNotContain("forget");
    assertThat(beyondNone()).as("nor does it go with the oldest").isEmpty();

    outside.failAt = "";
    house.jobs.remove(job.id(), JobHouse.ALICE);
    assertThat(isTold(job.id())).isTrue();
    assertThat(house.jobs.list(JobFilter.ALL, 9)).isEmpty();
  }

  /// Those that would be forgotten if none were kept.
  private List<JobId> beyondNone() {
    return house.files.state.read(connection -> new JobStore().beyond(connection, 0));
  }

  @Test
  void tellsNobodyOfAnOperatorsJob() {
    Job job = house.running();
    house.jobs.cancel(job.id(), JobHouse.ALICE);
    house.settled(job.id());
    restart(false);
    Job own = ofAgent();
    house.jobs.cancel(own.id(), JobHouse.ALICE);
    outside.boxes.await(() -> isTold(own.id()));
    house.settled(own.id());

    assertThat(beyondNone()).containsExactlyInAnyOrder(job.id(), own.id());
    assertThat(outside.told).containsExactly(own.id() + " CANCELLED");
  }
}
