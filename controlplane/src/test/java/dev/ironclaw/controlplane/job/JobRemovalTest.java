package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// How jobs that are over go.
final class JobRemovalTest {
  private static final Principal.Operator ALICE = JobHouse.ALICE;

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

  private List<String> trail(JobId id) {
    return house.files.audit.newest(100).stream().map(AuditRecord::event)
        .filter(event -> event.subject().equals(id.value())).map(AuditEvent::kind).toList();
  }

  /// One that is over, and of which nothing is left to do.
  private Job over() {
    Job job = house.running();
    house.jobs.cancel(job.id(), ALICE);
    return house.counted(job.id());
  }

  @Test
  void removesWhatIsOverWithAllThatIsOfIt() {
    Job job = house.running();
    assertThatThrownBy(() -> house.jobs.remove(job.id(), ALICE)).isInstanceOfSatisfying(IronclawException.class,
        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT)).hasMessageContaining("stop it first");
    assertThat(outside.steps()).as("a review opens when it is settled: the answer before that says nothing")
        .doesNotContain("needed");
    house.jobs.desk().event(job.id(), Optional.empty(), "message",
        JsonMapper.shared().createObjectNode().put("content", "hello"));
    house.jobs.cancel(job.id(), ALICE);
    house.settled(job.id());
    assertThat(house.counted(job.id()).keptBytes()).hasValue(4_200_000L);
    assertThat(house.jobs.summary().keptBytes()).isEqualTo(4_200_000L);
    outside.needed.put(job.id(), "its changes wait");
    assertThatThrownBy(() -> house.jobs.remove(job.id(), ALICE)).hasMessageContaining("its changes wait");
    assertThat(outside.steps()).doesNotContain("forget");

    outside.needed.clear();
    house.jobs.remove(job.id(), ALICE);

    assertThat(outside.steps()).contains("forget");
    long newest = house.events.read(connection -> new JobEventStore().newest(connection, job.id()));
    assertThat(newest).as("of its events none is left").isZero();
    assertThat(house.jobs.list(JobFilter.ALL, 9)).isEmpty();
    assertThat(house.jobs.summary().keptBytes()).isZero();
    assertThat(trail(job.id())).contains("remove");
    assertThatThrownBy(() -> house.jobs.remove(job.id(), ALICE)).hasMessageContaining("no such job");
  }

  @Test
  void aRemovalThatIsCutOffIsDoneByAskingAgain() {
    Job job = over();
    outside.failAt = "forget";
    assertThatThrownBy(() -> house.jobs.remove(job.id(), ALICE)).hasMessageContaining("it fails here");
    assertThat(house.jobs.find(job.id()).id()).isEqualTo(job.id());
    outside.failAt = "";
    house.jobs.remove(job.id(), ALICE);
    assertThat(house.jobs.list(JobFilter.ALL, 9)).isEmpty();
    assertThat(trail(job.id()).stream().filter("remove"::equals)).as("it was decided once").hasSize(1);
  }

  @Test
  void aRemovalThatACrashCutsOffIsFinishedAtTheStart() {
    Job job = over();
    CompletableFuture<Void> never = new CompletableFuture<>();
    outside.dieAt("forget", never);
    CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> house.jobs.remove(job.id(), ALICE));
    outside.boxes.await(() -> outside.steps().contains("forget"));
    assertThatThrownBy(() -> in(job.id())).as("nobody begins in what is about to go")
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessageContaining("is being removed");

    house.crash();
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();

    outside.boxes.await(() -> house.jobs.list(JobFilter.ALL, 9).isEmpty());
    assertThat(outside.steps().stream().filter("forget"::equals)).hasSize(2);
    assertThat(trail(job.id()).stream().filter("remove"::equals)).hasSize(1);
    never.completeExceptionally(new IllegalStateException("the process is dead"));
    assertThat(removal).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void removesNoFolderThatAnotherJobWorksIn() {
    Job first = over();
    Job second = in(first.id());
    assertThatThrownBy(() -> house.jobs.remove(first.id(), ALICE))
        .hasMessageContaining(second.id() + " works in its folder");
    assertThat(outside.steps()).doesNotContain("forget");
  }

  @Test
  void removesNoFolderThatChangesWaitToBeBroughtInto() {
    Job lent = over();
    Job oldest = over();
    Job guest = in(lent.id(), true);
    outside.boxes.awaitStarted(guest.id());
    house.jobs.cancel(guest.id(), ALICE);
    house.settled(guest.id());
    review("INSERT INTO job_reviews VALUES ('%s', '%s', 'open', '')".formatted(guest.id(), lent.id()));
    String words = "the changes of job " + guest.id() + " wait";
    assertThatThrownBy(() -> house.jobs.remove(lent.id(), ALICE)).hasMessageContaining(words)
        .hasMessageContaining("ironctl job review").isInstanceOfSatisfying(IronclawException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    review("UPDATE job_reviews SET state = 'accepting', digest = 'd'");
    assertThatThrownBy(() -> house.jobs.remove(lent.id(), ALICE)).hasMessageContaining(words);
    outside.needed.put(guest.id(), "its changes wait");
    newer(JobRemains.KEPT);
    over();
    outside.boxes.await(() -> !isThere(oldest));
    assertThat(isThere(lent)).isTrue();

    review("UPDATE job_reviews SET state = 'accepted'");
    house.jobs.remove(lent.id(), ALICE);

    assertThat(isThere(lent)).isFalse();
  }

  private void review(String sql) {
    house.files.state.<Boolean>write(connection -> {
      try (Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
      return true;
    });
  }

  @Test
  void forgetsTheOldestButForThoseWhoseFilesAreNeeded() {
    Job undecided = over();
    outside.needed.put(undecided.id(), "its changes wait");
    Job lent = over();
    Job oldest = over();
    Job guest = in(lent.id());
    outside.boxes.awaitStarted(guest.id());
    newer(JobRemains.KEPT);

    over();

    assertThat(isThere(oldest)).isFalse();
    assertThat(isThere(undecided)).as("somebody has to decide on its changes").isTrue();
    assertThat(isThere(lent)).as("another job works in its folder").isTrue();

    outside.needed.clear();
    house.jobs.cancel(guest.id(), ALICE);
    house.settled(guest.id());
    outside.boxes.await(() -> !isThere(undecided) && !isThere(lent));
  }

  private boolean isThere(Job job) {
    return house.files.state.read(connection -> new JobStore().find(connection, job.id())).isPresent();
  }

  /// Jobs that were over, as many as these.
  private void newer(int count) {
    house.files.state.<Boolean>write(connection -> {
      try (Statement insert = connection.createStatement()) {
        insert.execute(
            """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                INSERT INTO jobs (id, title, description, mode, memory_bytes, cpu_percent, pids, timeout_millis, output_bytes,
                  max_iterations, review, stays, owner, state, created_at, ended_at, settled, kept_bytes)
                SELECT printf('00000000-0000-4000-8000-%%012d', i), title, description, mode, memory_bytes, cpu_percent, pids,
                  timeout_millis, output_bytes, max_iterations, review, stays, owner, 'completed', 0, 0, 1, 0
                FROM n, (SELECT * FROM jobs ORDER BY number LIMIT 1)"""
                .formatted(count));
      }
      return true;
    });
  }

  /// One that works in the folder of another.
  private Job in(JobId first) {
    return in(first, false);
  }

  private Job in(JobId first, boolean review) {
    return house.jobs.create(new JobRequest("On", "Go on.", JobMode.WORKER, Optional.of(first.value()), List.of(),
        List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), review, false,
        Optional.empty(), Optional.empty()), ALICE);
  }
}
