package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.jobbox.JobExit.Cause;
import dev.ironclaw.controlplane.orchestrator.JobDesk.Prompt;
import dev.ironclaw.controlplane.store.Database;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Jobs where a file can't be written, or two things happen at once.
@Timeout(60)
final class JobFaultsTest {
  @TempDir(factory = InMemory.class)
  Path folder;
  private final FakeClock clock = new FakeClock();
  private final JobHouse.Outside outside = new JobHouse.Outside();
  private JobHouse house;

  @BeforeEach
  void open() {
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
  }

  @AfterEach
  void close() {
    house.close();
  }

  /// Until [#works].
  private static void fails(Database database, String what) {
    sql(database, "CREATE TRIGGER broken " + what + " BEGIN SELECT RAISE(ABORT, 'broken'); END");
  }

  private static void works(Database database) {
    sql(database, "DROP TRIGGER broken");
  }

  private static void sql(Database database, String text) {
    boolean _ = database.<Boolean>write(connection -> {
      try (Statement statement = connection.createStatement()) {
        return statement.execute(text);
      }
    });
  }

  @Test
  void startsNothingBeforeThoseThatRunOnAreTakenUp() {
    Job job = house.running();
    String token = outside.tokens.get(job.id());
    house.crash();
    house = new JobHouse(folder, clock, outside, 2);

    Job next = house.created();
    assertThat(house.jobs.find(next.id()).state()).isEqualTo(JobState.QUEUED);
    house.jobs.start();

    house.reaches(next.id(), JobState.RUNNING);
    assertThat(outside.steps()).contains("reopen " + Sha256.hex(token));
    assertThat(outside.boxes.running).contains(job.id());
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.RUNNING);
  }

  @Test
  void isNotStartedWhereItIsCancelledBeforeItHasACrossing() {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    outside.dieAt("crossing", slow);
    JobId job = house.created().id();
    outside.boxes.await(() -> outside.steps().contains("crossing"));
    assertThat(house.jobs.cancel(job, JobHouse.ALICE).state()).isEqualTo(JobState.CANCELLED);

    slow.complete(null);

    house.settled(job);
    assertThat(outside.boxes.plans).isEmpty();
  }

  @Test
  void leavesNoCrossingWhereItIsCancelledWhileItIsTakenUp() {
    Job job = house.running();
    String reopen = "reopen " + Sha256.hex(outside.tokens.get(job.id()));
    house.crash();
    CompletableFuture<Void> slow = new CompletableFuture<>();
    outside.dieAt(reopen, slow);
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
    outside.boxes.await(() -> outside.steps().contains(reopen));
    house.jobs.cancel(job.id(), JobHouse.ALICE);
    house.settled(job.id());

    Job next = house.created();
    slow.complete(null);

    house.reaches(next.id(), JobState.RUNNING);
    assertThat(outside.crossings).containsExactly(next.id());
  }

  @Test
  void isHeldToItsTimeThoughItIsOverBeforeItsStartIsWrittenDown() {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    outside.dieAt("weaker", slow);
    Job job = house.created();
    outside.boxes.await(() -> outside.steps().contains("weaker"));

    house.pass(Duration.ofMinutes(10));
    house.reaches(job.id(), JobState.FAILED);
    slow.complete(null);

    house.settled(job.id());
    assertThat(house.jobs.find(job.id()).reason().orElseThrow()).contains("time limit of 600 s");
  }

  @Test
  void isHeldToItsTimeThoughItsEndCannotBeWrittenAtFirst() {
    Job job = house.running();
    fails(house.files.state, "BEFORE UPDATE OF state ON jobs");
    int alarms = house.alarms();
    house.pass(Duration.ofMinutes(10));
    outside.boxes.await(() -> house.alarms() == alarms);
    works(house.files.state);

    house.pass(JobLife.AFTER_FAILURE);

    assertThat(house.reaches(job.id(), JobState.FAILED).reason().orElseThrow()).contains("time limit of 600 s");
    house.settled(job.id());
  }

  @Test
  void givesItsPlaceBackThoughItsFailureCannotBeWrittenAtFirst() {
    fails(house.files.state, "BEFORE UPDATE OF state ON jobs WHEN NEW.state = 'failed'");
    outside.failAt = "image";
    Job job = house.created();
    outside.boxes.await(() -> house.alarms() > 0);
    outside.failAt = "";
    works(house.files.state);

    house.pass(JobLife.AFTER_FAILURE);

    house.settled(job.id());
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.INTERRUPTED);
  }

  @Test
  void endsAsItDidThoughItsLastWordsCannotBeKept() {
    Job job = house.running();
    fails(house.events, "BEFORE INSERT ON job_events");

    outside.boxes.ends(job.id(), new JobExit(137, Cause.OUT_OF_MEMORY, "so it was", "Killed"));

    house.settled(job.id());
    Job over = house.jobs.find(job.id());
    assertThat(over.state()).isEqualTo(JobState.FAILED);
    assertThat(over.reason().orElseThrow()).contains("2048 MiB of memory");
  }

  @Test
  void endsAsItsContainerDidThoughItsEndCannotBeWrittenAtFirst() {
    Job job = house.running();
    fails(house.files.state, "BEFORE UPDATE OF state ON jobs");
    int alarms = house.alarms();
    outside.boxes.ends(job.id(), new JobExit(137, Cause.OUT_OF_MEMORY, "so it was", "Killed"));
    outside.boxes.await(() -> house.alarms() > alarms);
    works(house.files.state);

    house.pass(JobLife.AFTER_FAILURE);

    house.settled(job.id());
    Job over = house.jobs.find(job.id());
    assertThat(over.state()).isEqualTo(JobState.FAILED);
    assertThat(over.reason().orElseThrow()).contains("2048 MiB of memory");
    assertThat(house.jobs.events(job.id(), 0, 9)).as("its last words, once").hasSize(1);
  }

  @Test
  void runsThoughWhatIsSaidOfItsImageCannotBeKept() {
    fails(house.files.state, "BEFORE UPDATE ON jobs WHEN NEW.note LIKE '%its image'");
    outside.builds.add("building its image");

    Job job = house.created();

    house.reaches(job.id(), JobState.RUNNING);
  }

  @Test
  void givesNoPromptThatIsNotNotedAsGiven() {
    Job job = house.running();
    CompletableFuture<Optional<Prompt>> asked = house.jobs.desk()
        .prompt(job.id(), Duration.ofSeconds(25), Optional.of(0L)).toCompletableFuture();
    fails(house.files.state, "BEFORE UPDATE OF given ON job_prompts");
    assertThatThrownBy(() -> house.jobs.prompt(job.id(), "first", false, JobHouse.ALICE))
        .hasStackTraceContaining("broken");
    works(house.files.state);
    house.jobs.prompt(job.id(), "second", false, JobHouse.ALICE);

    Prompt first = asked.orTimeout(5, TimeUnit.SECONDS).join().orElseThrow();
    Optional<Prompt> next = house.jobs.desk().prompt(job.id(), Duration.ZERO, Optional.of(first.id()))
        .toCompletableFuture().join();

    assertThat(first.content()).isEqualTo("first");
    assertThat(next.orElseThrow().content()).as("what it acknowledged does not come again").isEqualTo("second");
  }

  @Test
  void startsTheNextOneBeforeItHasCountedWhatTheLastOneLeft() {
    house.close();
    house = new JobHouse(folder, clock, outside, 1);
    house.jobs.start();
    CompletableFuture<Void> slow = new CompletableFuture<>();
    outside.dieAt("bytes", slow);
    Job first = house.running();
    Job next = house.created();

    house.jobs.cancel(first.id(), JobHouse.ALICE);

    house.reaches(next.id(), JobState.RUNNING);
    assertThat(house.jobs.find(first.id()).keptBytes()).isEmpty();
    slow.complete(null);
    assertThat(house.counted(first.id()).keptBytes()).hasValue(4_200_000L);
  }

  @Test
  void countsAtTheStartWhatACrashKeptFromBeingCounted() {
    CompletableFuture<Void> never = new CompletableFuture<>();
    outside.dieAt("bytes", never);
    Job job = house.running();
    house.jobs.cancel(job.id(), JobHouse.ALICE);
    outside.boxes.await(() -> outside.steps().contains("bytes"));
    house.crash();
    house = new JobHouse(folder, clock, outside, 2);

    house.jobs.start();

    assertThat(house.counted(job.id()).keptBytes()).hasValue(4_200_000L);
    never.completeExceptionally(new IllegalStateException("that one is dead"));
  }

  @Test
  void countsLaterWhatCouldNotBeCounted() {
    outside.failAt = "bytes";
    Job job = house.running();
    house.jobs.cancel(job.id(), JobHouse.ALICE);
    house.settled(job.id());
    outside.boxes.await(() -> house.alarms() > 0);
    outside.failAt = "";

    house.pass(JobLife.AFTER_FAILURE);

    assertThat(house.counted(job.id()).keptBytes()).hasValue(4_200_000L);
  }

  @Test
  void isClosedForWhoFollowsItWhereItsEventsCannotBeReadAndFollowedAgainFromTheLast() throws Exception {
    Job job = house.running();
    say(job.id(), "one");
    BlockingQueue<JobEvent> told = new LinkedBlockingQueue<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    CompletableFuture<Void> closed = new CompletableFuture<>();
    Runnable breaks = () -> sql(house.events, "ALTER TABLE job_events RENAME TO broken");
    try (Subscription _ = house.jobs.follow(job.id(), Optional.of(0L), event -> {
      told.add(event);
      breaks.run();
    }, () -> ended.complete(null), () -> closed.complete(null))) {
      closed.get(10, TimeUnit.SECONDS);
    }
    sql(house.events, "ALTER TABLE broken RENAME TO job_events");
    assertThat(ended).isNotDone();
    long last = told.remove().id();
    say(job.id(), "two");

    try (Subscription _ = house.jobs.follow(job.id(), Optional.of(last), told::add, () -> {}, () -> {})) {
      JobEvent next = told.poll(10, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      assertThat(next.data().path("content").asString()).isEqualTo("two");
    }
  }

  private void say(JobId job, String text) {
    house.jobs.desk().event(job, Optional.empty(), "message",
        JsonMapper.shared().createObjectNode().put("content", text));
  }

  @Test
  void isInterruptedAndNotFailedWhereTheControlPlaneEndsWhileItIsMade() throws Exception {
    CompletableFuture<Void> slow = new CompletableFuture<>();
    outside.dieAt("image", slow);
    JobId job = house.created().id();
    outside.boxes.await(() -> outside.steps().contains("image"));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(house.jobs::close);
    outside.boxes.await(() -> outside.steps().contains("silence"));

    slow.completeExceptionally(new IllegalStateException("the engine is closed"));

    closing.get(10, TimeUnit.SECONDS);
    assertThat(house.jobs.find(job).state()).isEqualTo(JobState.INTERRUPTED);
  }
}
