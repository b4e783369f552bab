package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.event.HubEvent;
import dev.ironclaw.controlplane.event.Subscription;
import dev.ironclaw.controlplane.orchestrator.JobDesk.Prompt;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

/// What people say to a job, and how it gets that.
@Timeout(60)
final class JobPromptsTest {
  private static final Principal.Operator ALICE = JobHouse.ALICE;

  @TempDir(factory = InMemory.class)
  Path folder;
  private final JobHouse.Outside outside = new JobHouse.Outside();
  private JobHouse house;

  @BeforeEach
  void open() {
    house = new JobHouse(folder, new FakeClock(), outside, 2);
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

  private static void is(Prompt prompt, String content, boolean done) {
    assertThat(prompt).extracting(Prompt::content, Prompt::done).containsExactly(content, done);
  }

  private Optional<Prompt> ask(Job job, long ack) {
    return house.jobs.desk().prompt(job.id(), Duration.ZERO, Optional.of(ack)).toCompletableFuture().join();
  }

  @Test
  void waitingForAPromptIsNotWorkAndEndsAfterAnHour() {
    Job job = house.running();
    for (int i = 0; i < 60; i++) {
      CompletableFuture<Optional<Prompt>> asked = house.jobs.desk()
          .prompt(job.id(), Duration.ofSeconds(60), Optional.empty())
          .toCompletableFuture();
      assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.RUNNING);
      house.pass(Duration.ofSeconds(60));
      assertThat(asked.orTimeout(5, TimeUnit.SECONDS).join()).isEmpty();
    }
    assertThat(house.reaches(job.id(), JobState.FAILED).reason().orElseThrow()).contains("an hour for a prompt");
  }

  @Test
  void handsPromptsOverInTheirOrderAndEachOnce() {
    Job job = house.running();
    CompletableFuture<Optional<Prompt>> asked = house.jobs.desk()
        .prompt(job.id(), Duration.ofSeconds(25), Optional.empty())
        .toCompletableFuture();
    house.jobs.prompt(job.id(), "first", false, ALICE);
    assertThat(asked.orTimeout(5, TimeUnit.SECONDS).join()).hasValueSatisfying(said -> is(said, "first", false));
    house.jobs.prompt(job.id(), "second", false, ALICE);
    house.jobs.prompt(job.id(), "", true, ALICE);
    assertThat(house.jobs.desk().prompt(job.id(), Duration.ZERO, Optional.empty()).toCompletableFuture().join())
        .hasValueSatisfying(said -> is(said, "second", false));
    assertThat(house.jobs.desk().prompt(job.id(), Duration.ZERO, Optional.empty()).toCompletableFuture().join())
        .hasValueSatisfying(said -> is(said, "", true));
    assertThat(house.jobs.desk().prompt(job.id(), Duration.ZERO, Optional.empty()).toCompletableFuture().join())
        .isEmpty();
    assertThat(trail(job.id())).contains("prompt");
  }

  @Test
  void aPromptWhoseAnswerWasLostComesAgainUntilItIsAcknowledged() {
    Job job = house.running();
    CompletableFuture<Optional<Prompt>> asked = house.jobs.desk()
        .prompt(job.id(), Duration.ofSeconds(25), Optional.of(0L)).toCompletableFuture();
    house.jobs.prompt(job.id(), "first", false, ALICE);
    house.jobs.prompt(job.id(), "second", true, ALICE);
    Prompt first = asked.orTimeout(5, TimeUnit.SECONDS).join().orElseThrow();
    is(first, "first", false);

    assertThat(ask(job, 0)).as("the answer was lost").contains(first);
    assertThat(ask(job, 0)).contains(first);
    assertThat(ask(job, first.id() + 99)).as("of the second it was never told").hasValueSatisfying(
        next -> is(next, "second", true));
    Prompt second = ask(job, first.id()).orElseThrow();
    is(second, "second", true);
    assertThat(ask(job, second.id())).isEmpty();
    assertThat(ask(job, 0)).as("what is acknowledged is gone").isEmpty();
  }

  @Test
  void askingForTheSamePromptAgainGainsNoTime() {
    Job job = house.running();
    house.jobs.prompt(job.id(), "first", false, ALICE);
    assertThat(ask(job, 0)).isPresent();
    for (int i = 0; i < 10; i++) {
      house.pass(Duration.ofSeconds(59));
      assertThat(ask(job, 0)).isPresent();
    }
    house.pass(Duration.ofSeconds(11));
    assertThat(house.reaches(job.id(), JobState.FAILED).reason().orElseThrow()).contains("time limit of 600 s");
  }

  @Test
  void aPromptWaitsForTheNextWhoAsksWhereSomebodyHungUp() {
    Job job = house.running();
    house.jobs.desk().prompt(job.id(), Duration.ofSeconds(25), Optional.empty()).toCompletableFuture().cancel(false);
    house.jobs.prompt(job.id(), "hello", false, ALICE);
    assertThat(house.jobs.desk().prompt(job.id(), Duration.ZERO, Optional.empty()).toCompletableFuture().join())
        .hasValueSatisfying(said -> is(said, "hello", false));
  }

  @Test
  void whatAJobSaysOfItselfIsNotReplayed() throws InterruptedException {
    BlockingQueue<HubEvent> heard = new LinkedBlockingQueue<>();
    Job job;
    String seen;
    try (Subscription _ = house.hub.subscribe(Optional.empty(), heard::add)) {
      job = house.running();
      // The state is kept before it is told.
      HubEvent news;
      do {
        news = heard.take();
      } while (!"running".equals(news.data().get("state")));
      seen = news.id();
      house.jobs.desk().status(job.id(), "in_progress", Optional.of("reads"), 1);
      assertThat(heard.take().data().get("state")).isEqualTo("running");
    }
    house.jobs.cancel(job.id(), ALICE);

    BlockingQueue<HubEvent> missed = new LinkedBlockingQueue<>();
    try (Subscription _ = house.hub.subscribe(Optional.of(seen), missed::add)) {
      assertThat(missed.take().data().get("state")).isEqualTo("cancelled");
    }
  }

  @Test
  void refusesPromptsToWhatIsOver() {
    Job job = house.running();
    house.jobs.cancel(job.id(), ALICE);
    assertThatThrownBy(() -> house.jobs.prompt(job.id(), "hello", false, ALICE))
        .hasMessageContaining("it is over (cancelled)");
  }
}
