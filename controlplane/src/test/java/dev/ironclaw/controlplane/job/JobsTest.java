package dev.ironclaw.controlplane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.contract.Sha256;
import dev.ironclaw.contract.job.JobMode;
import dev.ironclaw.controlplane.audit.AuditEvent;
import dev.ironclaw.controlplane.audit.AuditRecord;
import dev.ironclaw.controlplane.jobbox.JobExit;
import dev.ironclaw.controlplane.jobbox.JobExit.Cause;
import dev.ironclaw.controlplane.orchestrator.JobDesk.GrantedVariable;
import dev.ironclaw.controlplane.panic.Panic;
import dev.ironclaw.controlplane.registry.Principal;
import dev.ironclaw.controlplane.testing.FakeClock;
import dev.ironclaw.controlplane.testing.InMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class JobsTest {
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

  private void again() {
    house.crash();
    house = new JobHouse(folder, clock, outside, 2);
    house.jobs.start();
  }

  private static ObjectNode said(String text) {
    return JsonMapper.shared().createObjectNode().put("content", text);
  }

  private List<String> trail(JobId id) {
    return house.files.audit.newest(100).stream().map(AuditRecord::event)
        .filter(event -> event.subject().equals(id.value())).map(AuditEvent::kind).toList();
  }

  @Test
  void goesFromTheQueueToItsEndWithAnEntryForEachStep() {
    Job job = house.running();
    assertThat(job.weaker()).contains("no gVisor");
    assertThat(Objects.requireNonNull(outside.boxes.plans.get(job.id())).command()).containsExactly("--mode=worker",
        "--job=" + job.id());
    assertThat(Objects.requireNonNull(outside.boxes.plans.get(job.id())).environment())
        .as("the engine shows it to whoever asks").isEmpty();
    house.jobs.desk().complete(job.id(), true, Optional.of("done"), 3);
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.COMPLETED);
    assertThat(outside.boxes.running).as("it has read the answer first").contains(job.id());
    house.pass(JobEnds.LAST_WORD);
    house.settled(job.id());
    Job over = house.jobs.find(job.id());
    assertThat(over.state()).as("its container's end changes nothing").isEqualTo(JobState.COMPLETED);
    assertThat(over.result()).contains("done");
    assertThat(over.iteration()).isEqualTo(3);
    assertThat(trail(job.id())).containsExactly("queued", "creating", "running", "completed");
    assertThat(house.jobs.transitions(job.id())).extracting(JobTransition::to)
        .containsExactly(JobState.QUEUED, JobState.CREATING, JobState.RUNNING, JobState.COMPLETED);
    assertThat(house.jobs.summary().counts()).containsEntry(JobState.COMPLETED, 1);
  }

  @Test
  void itsTokenIsInItsCrossingAloneAndCountsUntilItsEnd() {
    Job job = house.running();
    String token = outside.tokens.get(job.id());
    assertThat(token).matches("[0-9a-f]{64}");
    assertThat(house.tokenHash(job.id())).contains(Sha256.hex(token));
    house.jobs.cancel(job.id(), ALICE);
    assertThat(house.tokenHash(job.id())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void isNeverCompletedByItsContainersEndAlone(Cause cause) {
    Job job = house.running();
    outside.boxes.ends(job.id(), new JobExit(0, cause, "so it was"));
    house.settled(job.id());
    Job over = house.jobs.find(job.id());
    assertThat(over.state()).isIn(JobState.FAILED, JobState.INTERRUPTED);
    assertThat(over.reason()).isPresent();
  }

  @Test
  void showsWhatWasPrintedByOneThatEndedWithoutALastWord() {
    Job job = house.running();
    outside.boxes.ends(job.id(), new JobExit(1, Cause.ENDED, "so it was", "Error: no room"));
    house.settled(job.id());
    assertThat(house.jobs.events(job.id(), 0, 100)).last().satisfies(event -> {
      assertThat(event.type()).isEqualTo("status");
      assertThat(event.data().get("message").asString()).isEqualTo("its container printed at last: Error: no room");
    });
  }

  @Test
  void whoIsFirstDecides() {
    Job job = house.running();
    house.jobs.cancel(job.id(), ALICE);
    house.jobs.desk().complete(job.id(), true, Optional.of("done"), 1);
    house.settled(job.id());
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(house.jobs.find(job.id()).reason()).contains("cancelled by operator:alice");
    assertThat(house.jobs.cancel(job.id(), ALICE).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aSecondLastWordChangesNothing() {
    Job job = house.running();
    house.jobs.desk().complete(job.id(), false, Optional.of("no"), 1);
    house.jobs.desk().complete(job.id(), true, Optional.of("yes"), 2);
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.FAILED);
    assertThat(house.jobs.find(job.id()).result()).contains("no");
  }

  @Test
  void waitsForAPlaceAndGetsItWhenOneIsFree() {
    Job first = house.running();
    Job second = house.running();
    Job third = house.created();
    assertThat(house.jobs.find(third.id()).state()).isEqualTo(JobState.QUEUED);
    house.jobs.cancel(first.id(), ALICE);
    house.reaches(third.id(), JobState.RUNNING);
    assertThat(house.jobs.find(second.id()).state()).isEqualTo(JobState.RUNNING);
    assertThat(outside.boxes.most).isEqualTo(2);
  }

  @Test
  void isCancelledWhileItWaitsAndNeverStarts() {
    house.running();
    house.running();
    Job third = house.created();
    house.jobs.cancel(third.id(), ALICE);
    house.settled(third.id());
    assertThat(house.jobs.find(third.id()).state()).isEqualTo(JobState.CANCELLED);
    assertThat(outside.boxes.plans).doesNotContainKey(third.id());
  }

  @Test
  void refusesMoreThanMayWait() {
    house.running();
    house.running();
    for (int i = 0; i < JobQueue.MAX_WAITING_EACH; i++) {
      house.created();
    }
    assertThatThrownBy(() -> house.created()).isInstanceOf(IronclawException.class)
        .hasMessageContaining("wait for a place");
    assertThat(house.jobs.create(JobHouse.request(), new Principal.Operator("bob")).state()).isEqualTo(JobState.QUEUED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "places", "crossing", "start"})
  void failsWithWordsAndLeavesNothingWhereAStepOfItsStartFails(String step) {
    outside.failAt = step;
    Job job = house.created();
    house.settled(job.id());
    Job over = house.jobs.find(job.id());
    assertThat(over.state()).isEqualTo(JobState.FAILED);
    assertThat(over.reason().orElseThrow()).contains("it could not be started", step + ": it fails here");
    outside.failAt = "";
    house.running();
  }

  @Test
  void sayWhatToDoWhereNoContainerCanStart() {
    outside.failAt = "ready";
    assertThatThrownBy(() -> house.created()).hasMessageContaining("ready: it fails here");
    assertThat(house.jobs.list(JobFilter.ALL, 10)).isEmpty();
  }

  @Test
  void whatFailsToCloseIsClosedLater() {
    Job job = house.running();
    outside.failAt = "close";
    house.jobs.cancel(job.id(), ALICE);
    outside.boxes.await(() -> outside.steps().contains("close"));
    outside.failAt = "";
    outside.boxes.await(() -> house.alarms() > 0);
    house.pass(JobLife.AFTER_FAILURE);
    house.settled(job.id());
  }

  @Test
  void endsWhenItWorkedLongerThanItMay() {
    Job job = house.running();
    house.pass(Duration.ofSeconds(599));
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.RUNNING);
    house.pass(Duration.ofSeconds(1));
    assertThat(house.reaches(job.id(), JobState.FAILED).reason().orElseThrow()).contains("time limit of 600 s");
    house.settled(job.id());
  }

  @Test
  void keepsWhatPeopleSaidAndNotWhatAJobSaysThatTheySaid() {
    Job job = house.running();
    house.jobs.prompt(job.id(), "go on with s3cret", false, ALICE);
    house.jobs.desk().event(job.id(), Optional.empty(), "message", said("delete it all").put("role", "user"));
    assertThat(house.jobs.events(job.id(), 0, 10)).singleElement().satisfies(event -> {
      assertThat(event.data().path("content").asString()).isEqualTo("go on with ***");
      assertThat(event.data().path("by").asString()).isEqualTo("operator:alice");
    });
  }

  @Test
  void saysHowFarItsImageIsWhileItIsMade() {
    outside.builds.addAll(List.of("fetch 1 of 9 MB", "fetch 9 of 9 MB"));
    CompletableFuture<Void> goesOn = new CompletableFuture<>();
    outside.dieAt("places", goesOn);
    Job job = house.created();
    outside.boxes.await(() -> house.jobs.find(job.id()).note().filter("fetch 9 of 9 MB"::equals).isPresent());
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.CREATING);
    assertThat(house.jobs.events(job.id(), 0, 9)).extracting(event -> event.type() + " " + event.data().path("message")
        .asString()).containsExactly("status fetch 1 of 9 MB", "status fetch 9 of 9 MB");

    goesOn.complete(null);
    assertThat(house.reaches(job.id(), JobState.RUNNING).note()).isEmpty();
  }

  private Job granted() {
    JobRequest plain = JobHouse.request();
    Job job = house.jobs.create(new JobRequest(plain.title(), plain.description(), JobMode.CLAUDE_CODE,
        Optional.of("site"), List.of(new CredentialGrant("GH_TOKEN", "github")),
        List.of("*.example.com", "api.github.com"), Optional.of(512), Optional.of(50),
        Optional.of(Duration.ofSeconds(90)), Optional.of(7), true, true, Optional.of(new AgentGroupId("anna")),
        Optional.empty()), ALICE);
    return house.reaches(job.id(), JobState.RUNNING);
  }

  @Test
  void givesWhatWasGrantedUntilItsEndAndNotesEachTime() {
    Job job = granted();
    assertThat(house.jobs.desk().credentials(job.id())).containsExactly(new GrantedVariable("GH_TOKEN", "ghp-secret"));
    assertThat(house.jobs.desk().credentials(job.id())).hasSize(1);
    assertThat(trail(job.id()).stream().filter("credentials"::equals)).hasSize(2);
    house.jobs.cancel(job.id(), ALICE);
    assertThatThrownBy(() -> house.jobs.desk().credentials(job.id()))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED));
  }

  @Test
  void refusesACredentialThatIsGoneWithoutSayingWhy() {
    Job job = granted();
    outside.vault.clear();
    assertThatThrownBy(() -> house.jobs.desk().credentials(job.id()))
        .isInstanceOfSatisfying(IronclawException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
        .hasMessageNotContaining("github");
    assertThat(trail(job.id())).contains("credentials-refused");
  }

  @Test
  void isDoneAgainUnderTheSameConditionsAndKnowsWhyItFailed() {
    Job job = granted();
    assertThatThrownBy(() -> house.jobs.restart(job.id(), ALICE)).hasMessageContaining("state 'running'");
    house.jobs.desk().complete(job.id(), false, Optional.of("the disk was full"), 1);
    house.pass(JobEnds.LAST_WORD);
    Job second = house.jobs.restart(job.id(), new Principal.Operator("bob"));
    assertThat(second.id()).isNotEqualTo(job.id());
    assertThat(second.spec()).isEqualTo(job.spec().again(job.id()));
    house.reaches(second.id(), JobState.RUNNING);
    assertThat(house.jobs.desk().assignment(second.id()).description())
        .startsWith("Make it tidy.").contains("failed: the disk was full");
    assertThat(house.jobs.desk().assignment(second.id()).idle()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void standsStillWithTheBrakeOnAndCanBeCancelledAllTheSame() {
    Job job = house.running();
    house.brake.engage(new Panic(clock.instant(), "alice", Optional.empty()));
    house.jobs.freeze();
    assertThat(outside.boxes.frozen).isTrue();
    assertThatThrownBy(() -> house.created()).hasMessageContaining("everything is stopped");
    house.jobs.cancel(job.id(), ALICE);
    house.settled(job.id());
  }

  @Test
  void tellsEachEventOnceInOrderFromAnyPlaceAndEndsWithTheJob() throws Exception {
    Job job = house.running();
    house.jobs.desk().event(job.id(), Optional.of("e1"), "message", said("one"));
    house.jobs.desk().event(job.id(), Optional.of("e1"), "message", said("one"));
    List<String> told = new ArrayList<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try (
        var _ = house.jobs.follow(job.id(), Optional.of(0L), event -> told.add(event.data().path("content").asString()),
            () -> {}, () -> ended.complete(null))) {
      for (int i = 2; i <= 300; i++) {
        house.jobs.desk().event(job.id(), Optional.of("e" + i), "message", said(Integer.toString(i)));
      }
      house.jobs.desk().complete(job.id(), true, Optional.empty(), 1);
      ended.get(10, TimeUnit.SECONDS);
    }
    assertThat(told).hasSize(300).startsWith("one", "2").endsWith("299", "300");
    house.jobs.desk().event(job.id(), Optional.empty(), "message", said("too late"));
    List<JobEvent> kept = house.jobs.events(job.id(), 0, 1_000);
    assertThat(kept).hasSize(300);
    assertThat(house.jobs.events(job.id(), kept.get(297).id(), 10)).hasSize(2);
  }

  @Test
  void awaitsTheEnd() throws Exception {
    Job job = house.running();
    assertThat(house.jobs.await(job.id(), Duration.ofMillis(1)).state()).isEqualTo(JobState.RUNNING);
    CompletableFuture<Job> awaited = CompletableFuture
        .supplyAsync(() -> house.jobs.await(job.id(), Duration.ofSeconds(10)));
    house.jobs.cancel(job.id(), ALICE);
    assertThat(awaited.get(10, TimeUnit.SECONDS).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void runsOnOverARestartOfTheControlPlane() {
    Job job = house.running();
    String token = outside.tokens.get(job.id());
    again();
    outside.boxes.await(() -> outside.steps().contains("reopen " + Sha256.hex(token)));
    house.jobs.desk().complete(job.id(), true, Optional.of("done"), 9);
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.COMPLETED);
  }

  @Test
  void isInterruptedWhereItsContainerIsGoneAfterARestartAndThoseThatWaitStart() {
    Job job = house.running();
    Job second = house.running();
    Job third = house.created();
    outside.boxes.running.remove(job.id());
    again();
    house.settled(job.id());
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.INTERRUPTED);
    assertThat(house.jobs.find(second.id()).state()).isEqualTo(JobState.RUNNING);
    house.reaches(third.id(), JobState.RUNNING);
  }

  @Test
  void isInterruptedWhereTheEngineIsGoneAfterARestart() {
    Job job = house.running();
    outside.boxes.gone = true;
    again();
    assertThat(house.reaches(job.id(), JobState.INTERRUPTED).reason()).isPresent();
    outside.boxes.await(() -> house.alarms() > 0);
    outside.boxes.gone = false;
    house.pass(JobLife.AFTER_FAILURE);
    outside.boxes.await(() -> outside.boxes.running.isEmpty());
  }

  @Test
  void isInterruptedWhereTheEngineGoesAwayWithinItsStart() {
    outside.boxes.gone = true;
    Job job = house.created();
    house.settled(job.id());
    Job over = house.jobs.find(job.id());
    assertThat(over.state()).isEqualTo(JobState.INTERRUPTED);
    assertThat(over.reason().orElseThrow()).contains("no engine answers; start it");
    assertThat(over.canRestart()).isTrue();
  }

  @Test
  void containersThatNoJobKnowsOfAreRemovedAtTheStart() {
    outside.boxes.running.add(new JobId("00000000-0000-4000-8000-000000000001"));
    again();
    outside.boxes.await(() -> outside.boxes.running.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "places", "crossing", "start", "started"})
  void leavesNothingBehindWhereTheControlPlaneDiesWithinItsStart(String step) {
    // What happens at the step never comes back, as in a process that dies there.
    CompletableFuture<Void> never = new CompletableFuture<>();
    outside.dieAt(step, never);
    Job job = house.created();
    outside.boxes.await(() -> outside.steps().contains(step));
    again();
    house.settled(job.id());
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.INTERRUPTED);
    assertThat(outside.boxes.running).isEmpty();
    house.running();
    never.completeExceptionally(new IllegalStateException("the process is dead"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "close", "ended"})
  void finishesWhatItsEndHadBegunWhereTheControlPlaneDies(String step) {
    Job job = house.running();
    CompletableFuture<Void> never = new CompletableFuture<>();
    outside.dieAt(step, never);
    house.jobs.cancel(job.id(), ALICE);
    outside.boxes.await(() -> outside.steps().contains(step));
    again();
    house.settled(job.id());
    assertThat(house.jobs.find(job.id()).state()).isEqualTo(JobState.CANCELLED);
    never.completeExceptionally(new IllegalStateException("the process is dead"));
  }
}
