package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.job.JobHouse.Outside;
import dev.ironclaw.controlplane.testing.FakeClock;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of jobs whose engine goes away and comes back.
class JobsAndTheirEngineTest {
  @TempDir
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final Outside outside = new Outside();
  private JobHouse house;

  @BeforeEach
  void build() {
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void thoseThatWaitAreNotLostWithTheEngineAndStartWhenItIsBack() {
    outside.boxes.lost = true;
    Job first = house.created();
    Job second = house.created();
    house.pass(JobLife.ENGINE_FIRST);
    assertThat(house.jobs.find(first.id()).state()).isEqualTo(JobState.QUEUED);
    outside.boxes.comesBack();
    house.reaches(first.id(), JobState.RUNNING);
    house.reaches(second.id(), JobState.RUNNING);
  }

  @Test
  void anEngineThatNobodyTellsOfIsLookedForAgain() {
    outside.boxes.lost = true;
    Job job = house.created();
    outside.boxes.lost = false;
    house.pass(JobLife.ENGINE_FIRST);
    house.reaches(job.id(), JobState.RUNNING);
  }

  @Test
  void oneWhoseContainerWasBeingMadeIsInterrupted() {
    outside.boxes.gone = true;
    Job job = house.created();
    assertThat(house.reaches(job.id(), JobState.INTERRUPTED).reason()).get().asString()
        .startsWith("the container engine was lost while its container was made: ");
    house.settled(job.id());
  }

  @Test
  void whatAnEngineStillHasThatWasAwayAtTheStartGoesWhenItAnswersAndNobodyAsksForAJob() {
    Job job = house.running();
    outside.boxes.gone = true;
    house.crash();
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
    house.reaches(job.id(), JobState.INTERRUPTED);
    outside.boxes.await(() -> house.alarms() > 0);
    assertThat(outside.boxes.running).contains(job.id());
    outside.boxes.gone = false;
    house.pass(JobLife.ENGINE_FIRST);
    house.settled(job.id());
    outside.boxes.await(() -> outside.boxes.running.isEmpty());
  }
}
