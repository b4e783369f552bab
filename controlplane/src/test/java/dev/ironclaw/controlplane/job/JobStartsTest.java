package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that begin, or go on, while others end.
@Timeout(60)
final class JobStartsTest {
  @TempDir(factory = InMemory.class)
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final JobHouse.Outside outside = new JobHouse.Outside();
  private JobHouse house;

  @BeforeEach
  void open() {
    house = new JobHouse(folder, clock, outside, 1);
    house.jobs.start();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void oneThatIsCancelledWhileItBeginsTakesNothingFromThoseThatWait() {
    Job first = house.running();
    Job second = house.created();
    Job third = house.created();
    Job fourth = house.created();
    AtomicInteger transactions = new AtomicInteger();
    house.ledger.beforeTransaction = () -> {
      // Between the place and the state of the one that waits longest.
      if (transactions.incrementAndGet() == 1) {
        Job _ = house.jobs.cancel(second.id(), JobHouse.ALICE);
      }
    };
    Job _ = house.jobs.cancel(first.id(), JobHouse.ALICE);

    outside.boxes.awaitStarted(third.id());
    house.reaches(third.id(), JobState.RUNNING);
    house.settled(second.id());
    assertThat(house.jobs.find(fourth.id()).state()).isEqualTo(JobState.QUEUED);
    outside.boxes.ends(third.id(), new JobExit(3, JobExit.Cause.ENDED, "its program ended with 3"));
    house.reaches(third.id(), JobState.FAILED);
    house.reaches(fourth.id(), JobState.RUNNING);
    assertThat(outside.boxes.most).isEqualTo(1);
  }

  @Test
  void oneThatCannotBeTakenUpTakesNothingFromTheOthers() {
    house.close();
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
    Job first = house.running();
    Job second = house.running();
    String hash = house.tokenHash(first.id()).orElseThrow();
    house.crash();
    house = new JobHouse(folder, clock, outside, 2);
    // As where the disk is full for a moment: it can't be ended either.
    outside.failAt = "reopen " + hash;
    AtomicInteger fails = new AtomicInteger(1);
    house.ledger.beforeBrake = () -> {
      if (outside.steps().contains(outside.failAt) && fails.getAndDecrement() > 0) {
        throw new IllegalStateException("the disk is full");
      }
    };

    house.jobs.start();

    house.reaches(first.id(), JobState.INTERRUPTED);
    house.settled(first.id());
    outside.boxes.await(() -> outside.crossings.contains(second.id()));
    assertThat(house.jobs.find(second.id()).state()).isEqualTo(JobState.RUNNING);
    outside.boxes.await(() -> house.alarms() > 1);
    house.pass(Duration.ofHours(1));
    assertThat(house.reaches(second.id(), JobState.FAILED).reason()).as("its time is watched").get().asString()
        .contains("worked longer");
  }

  @Test
  void whatFailedIsDoneAgainInTimeThoughMoreFailsMeanwhile() {
    outside.failAt = "bytes";
    Job first = ended();
    outside.boxes.await(() -> house.alarms() > 0);
    house.pass(JobLife.AFTER_FAILURE.minusSeconds(20));
    Job second = ended();
    Job _ = ended();
    // One after the other: what failed for the one before is noted.
    outside.boxes.await(() -> outside.steps().stream().filter("bytes"::equals).count() > 2);
    outside.failAt = "";

    house.pass(Duration.ofSeconds(20));

    assertThat(house.counted(first.id()).keptBytes()).isPresent();
    assertThat(house.counted(second.id()).keptBytes()).isPresent();
  }

  private Job ended() {
    Job job = house.running();
    Job _ = house.jobs.cancel(job.id(), JobHouse.ALICE);
    house.settled(job.id());
    return job;
  }
}
